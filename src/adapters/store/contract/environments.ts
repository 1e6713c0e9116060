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

/** What refers to an environment. */
export interface EnvironmentReferrer {
  readonly kind: "team" | "cloud" | "server" | "project";
  /** Of the team, cloud, server or project. */
  readonly id: string;
  readonly teamId: string;
  readonly name: string;
}

export interface EnvironmentReader {
  find(id: string): Promise<EnvironmentRecord | undefined>;
  /** Those of these (at most 500) that there are, in no order. */
  listByIds(ids: readonly string[]): Promise<readonly EnvironmentRecord[]>;
  /** The opened values of one. */
  findVariables(id: string): Promise<Variables | undefined>;
  /** The opened values of several, by id: what a server or script gets is laid over each other from them. */
  listVariables(ids: readonly string[]): Promise<ReadonlyMap<string, Variables>>;
  /** What lives and refers to it: team, clouds, servers, projects; at most 500 of a kind, each in the order of ids. */
  listReferrers(id: string): Promise<readonly EnvironmentReferrer[]>;
}

export interface EnvironmentRepository extends EnvironmentReader {
  create(environment: {
    readonly teamId: string;
    readonly name?: string;
    readonly variables: Variables;
  }): Promise<EnvironmentRecord>;
  /** Replaces all of them if it still is at `version`; undefined when somebody changed it in between. */
  setVariables(id: string, version: number, variables: Variables): Promise<EnvironmentRecord | undefined>;
  /** Until the commit nobody else changes, holds or removes it. False when it is gone. */
  hold(id: string): Promise<boolean>;
  /**
   * Removes it, with its values, where nothing refers to it: nothing deleted that can be restored, either. Who makes
   * something refer to one holds it before. False when it stays, or is gone.
   */
  removeUnreferred(id: string): Promise<boolean>;
}
