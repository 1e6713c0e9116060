/** The parameters of EC2's Query protocol: lists are numbered (`InstanceId.1`, `Filter.1.Name`, `Filter.1.Value.1`). */
export class Query {
  readonly #parameters: ReadonlyMap<string, string>;

  constructor(parameters: Iterable<readonly [string, string]>) {
    this.#parameters = new Map(parameters);
  }

  get(name: string): string | undefined {
    return this.#parameters.get(name);
  }

  /** `InstanceId.1`, `InstanceId.2` … */
  list(name: string): readonly string[] {
    const found: string[] = [];
    for (let n = 1; ; n += 1) {
      const value = this.get(`${name}.${String(n)}`);
      if (value === undefined) return found;
      found.push(value);
    }
  }

  /** `Filter.1.…`, `Filter.2.…`, each with its own parameters. */
  groups(name: string): readonly Query[] {
    const found: Query[] = [];
    for (let n = 1; ; n += 1) {
      const prefix = `${name}.${String(n)}.`;
      const own = [...this.#parameters].filter(([key]) => key.startsWith(prefix));
      if (own.length === 0) return found;
      found.push(new Query(own.map(([key, value]) => [key.slice(prefix.length), value] as const)));
    }
  }

  filters(): readonly { readonly name: string; readonly values: readonly string[] }[] {
    return this.groups("Filter").map((one) => ({ name: one.get("Name") ?? "", values: one.list("Value") }));
  }

  /** The same text for the same parameters, for what must be identical when it is repeated. */
  get text(): string {
    return JSON.stringify([...this.#parameters].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

/** One page of a list, and the token of the next; as `MaxResults` and `NextToken` want it. */
export function pageOf<T>(
  all: readonly T[],
  query: Query,
  mostAPage: number,
): { readonly shown: readonly T[]; readonly nextToken: string | undefined } {
  const size = Math.min(Number(query.get("MaxResults") ?? mostAPage), mostAPage);
  const from = Number(Buffer.from(query.get("NextToken") ?? "", "base64").toString() || 0);
  const to = from + size;
  const nextToken = to < all.length ? Buffer.from(String(to)).toString("base64") : undefined;
  return { shown: all.slice(from, to), nextToken };
}
