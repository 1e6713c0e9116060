/**
 * What goes wrong with a call: a status that the vendor answers with; `reset`: the connection dies before anything is
 * done; `reset-after`: it is done, and the answer is lost; `hang` and `hang-after`: the same with silence; `late`: the
 * connection dies, and it is done all the same, some calls later.
 */
export type CloudTrouble = number | "reset" | "reset-after" | "hang" | "hang-after" | "late";

interface Planned {
  readonly pattern: RegExp;
  readonly trouble: CloudTrouble;
  left: number;
}

/** Troubles that a test ordered, each used up by the calls that match, in the order of planning. */
export class CloudFaults {
  #planned: Planned[] = [];

  /** The pattern is held against the call's name, as the fake says it in `asked`. */
  plan(pattern: RegExp, trouble: CloudTrouble, times = 1): void {
    this.#planned.push({ pattern, trouble, left: times });
  }

  take(call: string): CloudTrouble | undefined {
    const found = this.#planned.find(({ pattern }) => pattern.test(call));
    if (found === undefined) return undefined;
    found.left -= 1;
    if (found.left <= 0) this.#planned = this.#planned.filter((one) => one !== found);
    return found.trouble;
  }

  clear(): void {
    this.#planned = [];
  }
}
