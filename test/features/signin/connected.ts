import type { GitHubPerson, UserTokens } from "../../../src/adapters/github/contract/index.ts";
import type { GitHubTokens } from "../../../src/adapters/store/contract/index.ts";
import type { TestStore } from "../../support/store.ts";

export const CLIENT_APP = "app";

/** A Teams user who is connected with these tokens; answers the connection's id. */
export async function connect(
  store: TestStore,
  tokens: GitHubTokens,
  { name = "mira", ghUserId = "7" }: { readonly name?: string; readonly ghUserId?: string } = {},
): Promise<string> {
  return store.transaction(async (tx) => {
    const person = {
      tenantId: "tenant",
      teamsUserId: `29:${name}`,
      aadObjectId: `aad-${name}`,
      displayName: name,
    };
    const user = await tx.users.ensure(person);
    const { id } = await tx.githubUsers.connect({
      userId: user.id,
      tenantId: "tenant",
      clientAppId: CLIENT_APP,
      teamsUserId: person.teamsUserId,
      ghUserId,
      ghLogin: name,
      tokens,
    });
    return id;
  });
}

/** GitHub's refresh of user tokens as it really is: each refresh token works once. */
export class FakeRefresh {
  readonly asked: string[] = [];
  private readonly spent = new Set<string>();
  private count = 0;
  /** What happens before GitHub answers, and after it has spent the token. */
  before: () => Promise<void> = async () => undefined;
  after: () => Promise<void> = async () => undefined;
  private readonly refused: () => Error;
  private readonly expiresAt: () => Date;

  constructor(refused: () => Error, expiresAt: () => Date) {
    this.refused = refused;
    this.expiresAt = expiresAt;
  }

  async refresh(refreshToken: string): Promise<UserTokens> {
    this.asked.push(refreshToken);
    await this.before();
    if (this.spent.has(refreshToken)) throw this.refused();
    this.spent.add(refreshToken);
    this.count += 1;
    await this.after();
    return {
      accessToken: `access-${String(this.count)}`,
      expiresAt: this.expiresAt(),
      refreshToken: `refresh-${String(this.count)}`,
    };
  }
}

/** A person at GitHub who has nothing; tests fill in what is asked. What else a person can do is a mistake here. */
export function githubPerson(more: Partial<GitHubPerson> = {}): GitHubPerson {
  const nobody = {
    getSelf: async () =>
      ({ id: "7", login: "mira", type: "User", htmlUrl: "https://github.com/mira" }) as const,
    findAccount: async () => undefined,
    findAccountById: async () => undefined,
    findRepository: async () => undefined,
    findRepositoryById: async () => undefined,
    listInstallationIds: async () => new Set<string>(),
    get previews(): never {
      throw new Error("no links are read here");
    },
    get reviews(): never {
      throw new Error("no reviews are listed here");
    },
    get reached(): never {
      throw new Error("no repositories are listed here");
    },
    get namedWork(): never {
      throw new Error("nothing is looked for here");
    },
    get sshKeys(): never {
      throw new Error("no keys are read here");
    },
    get collaboration(): never {
      throw new Error("nothing is written here");
    },
  };
  return Object.defineProperties(nobody, Object.getOwnPropertyDescriptors(more));
}
