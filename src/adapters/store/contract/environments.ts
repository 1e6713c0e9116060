/** Variables by name. Opened secrets: held for the moment of their use, never logged. */
export type Variables = Readonly<Record<string, string>>;

/**
 * Variables that go to servers and scripts. A team, cloud, server or project refers to one; several may refer to the
 * same. The values are opened only by `findVariables` and `listVariables`.
 */
export interface EnvironmentRecord {
  readonly id: string;
  readonly teamId: string;
  /** What people call it; `''` for what only its team, cloud, server or project refers to. */
  readonly name: string;
  /** In the order of the alphabet; names are no secrets. */
  readonly names: readonly string[];
  /** Grows with each change; compare-and-swap on it. */
  readonly version: number;
}

export interface EnvironmentReader {
  find(id: string): Promise<EnvironmentRecord | undefined>;
  /** Those of these (at most 500) that there are, in no order. */
  listByIds(ids: readonly string[]): Promise<readonly EnvironmentRecord[]>;
  /** The opened values of one. */
  findVariables(id: string): Promise<Variables | undefined>;
  /** The opened values of several, by id: what a server or script gets is laid over each other from them. */
  listVariables(ids: readonly string[]): Promise<ReadonlyMap<string, Variables>>;
}

export interface EnvironmentRepository extends EnvironmentReader {
  create(environment: {
    readonly teamId: string;
    readonly name?: string;
    readonly variables: Variables;
  }): Promise<EnvironmentRecord>;
  /** Replaces all of them if it still is at `version`; undefined when somebody changed it in between. */
  setVariables(id: string, version: number, variables: Variables): Promise<EnvironmentRecord | undefined>;
}
