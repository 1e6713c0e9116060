/** A GitHub login that an administrator gave to a Teams user. */
export interface MappedPerson {
  readonly id: string;
  readonly tenantId: string;
  readonly ghLogin: string;
  readonly teamsUserId: string;
  readonly displayName: string;
}

/** A GitHub account whose Teams user is known, by their own sign-in or by an administrator's word. */
export interface KnownPerson {
  readonly source: "signin" | "map";
  readonly tenantId: string;
  readonly teamsUserId: string;
  readonly displayName: string;
  readonly ghLogin: string;
  /** `''` for a mapped one. */
  readonly ghUserId: string;
}

/** GitHub accounts by what a payload says of them. */
export interface NamedAccounts {
  readonly clientAppId: string;
  readonly ids: readonly string[];
  /** In lower case. */
  readonly logins: readonly string[];
}

export interface PeopleReader {
  /** The Teams users of these GitHub accounts, in every tenant; connections that were revoked don't count. */
  listKnown(accounts: NamedAccounts): Promise<readonly KnownPerson[]>;
  /** What administrators of a tenant mapped, by login. */
  listMapped(tenantId: string, limit: number): Promise<readonly MappedPerson[]>;
  /** Who of a tenant is connected, in the order of their sign-ins. */
  listConnected(clientAppId: string, tenantId: string, limit: number): Promise<readonly KnownPerson[]>;
}

export interface PeopleRepository extends PeopleReader {
  /** Gives a login to a Teams user, in the place of whoever had it; `before` is that one. */
  map(
    person: Omit<MappedPerson, "id"> & { readonly mappedBy: string },
  ): Promise<{ readonly before?: MappedPerson; readonly after: MappedPerson }>;
  /** Answers who had the login, if anybody. */
  unmap(tenantId: string, ghLogin: string): Promise<MappedPerson | undefined>;
}
