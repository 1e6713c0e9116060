import { within } from "./within.ts";

/** Gives the token for outbound calls; `forceRefresh` passes by any cache. */
export type TokenSource = (forceRefresh: boolean) => Promise<string>;

/**
 * One token request at a time, however many calls wait for it: on a cold cache the SDK would send one request
 * for each (measured). A token that Teams refused is fetched anew, once.
 */
export class OutboundToken {
  readonly #source: TokenSource;
  readonly #timeoutMs: number;
  #underWay: Promise<string> | undefined;
  #refused: string | undefined;

  constructor(source: TokenSource, timeoutMs: number) {
    this.#source = source;
    this.#timeoutMs = timeoutMs;
  }

  /** Throws whatever the source throws, or a TimeoutError: a request that hangs must not hold up all that follow. */
  get(): Promise<string> {
    this.#underWay ??= within(this.#timeoutMs, () => this.#fetch()).finally(() => {
      this.#underWay = undefined;
    });
    return this.#underWay;
  }

  /** Teams answered 401 to this token: the next `get` asks for another. */
  refuse(token: string): void {
    this.#refused = token;
  }

  async #fetch(): Promise<string> {
    const token = await this.#source(false);
    if (token !== this.#refused) return token;
    this.#refused = undefined;
    return this.#source(true);
  }
}
