import type { Git, GitCredential } from "../../adapters/git/contract/index.ts";
import type { GitHubApp, GitHubCloning } from "../../adapters/github/contract/index.ts";
import { toTokenName } from "./token-name.ts";
import type { KeyPairOwner, Reads, Store } from "../../adapters/store/contract/index.ts";

export interface AccessDeps {
  readonly store: Pick<Store, "read">;
  readonly git: Pick<Git, "parseUrl">;
  /** A team's opened variables. */
  readonly readVariables: (teamId: string) => Promise<Readonly<Record<string, string>>>;
  /** Undefined without an App. */
  readonly github:
    | {
        readonly host: string;
        readonly app: Pick<GitHubApp, "findRepositoryInstallation">;
        readonly cloning: Pick<GitHubCloning, "getCloneToken">;
      }
    | undefined;
}

export interface CloneAccess {
  /** The address that goes with the credential: keys open nothing over HTTPS. */
  readonly url: string;
  readonly credential: GitCredential;
  /** By the App, a token of the team's environment, their own key, or as everybody may. */
  readonly way: "app" | "token" | "key" | "open";
}

const MOST_PAIRS = 50;
/** The pair that everybody gets at first contact. */
const ACCOUNT_PAIR = "account";

/**
 * How a repository may be read in somebody's name, the likeliest first: where the App is installed, by a token for that
 * repository over HTTPS; else by the token for that host in the team's environment, by their own key over SSH, or as
 * everybody may. That the person may see it at GitHub is for
 * the caller to know: the App's token doesn't ask them.
 */
export async function listCloneAccess(
  url: string,
  owner: KeyPairOwner,
  { store, git, readVariables, github }: AccessDeps,
): Promise<readonly CloneAccess[]> {
  const repository = git.parseUrl(url);
  const { scheme, host, port, owner: account, name } = repository;
  const { protocol, host: authority } = new URL(repository.id);
  if (protocol !== "ssh:" && authority === github?.host) {
    const installation = await github.app.findRepositoryInstallation(account, name);
    if (installation !== undefined) {
      const token = await github.cloning.getCloneToken(installation.id, name);
      return [
        { url: repository.id, credential: { kind: "token", username: "x-access-token", token }, way: "app" },
      ];
    }
  }
  const variables = owner.ownerType === "team" ? await readVariables(owner.ownerId) : {};
  const token = protocol === "https:" ? (variables[toTokenName(repository)] ?? "").trim() : "";
  const privateKey = await store.read((reads) => findKey(owner, reads));
  // At a port of HTTPS nobody speaks SSH.
  const hasSsh = scheme === "ssh" || (scheme === "https" && port === undefined);
  const overSsh = scheme === "ssh" ? repository.url : `ssh://git@${host}/${account}/${name}.git`;
  // Hosts look at the token alone; a few want any name beside it.
  const byToken = { kind: "token", username: "oauth2", token } as const;
  return [
    ...(token === "" ? [] : [{ url: repository.id, credential: byToken, way: "token" } as const]),
    ...(privateKey !== undefined && hasSsh
      ? [{ url: overSsh, credential: { kind: "key", privateKey }, way: "key" } as const]
      : []),
    ...(protocol === "ssh:"
      ? []
      : [{ url: repository.id, credential: { kind: "none" }, way: "open" } as const]),
  ];
}

async function findKey(
  owner: KeyPairOwner,
  { keyPairs }: Pick<Reads, "keyPairs">,
): Promise<string | undefined> {
  const pairs = await keyPairs.listByOwner(owner, { limit: MOST_PAIRS });
  const usable = pairs.filter(({ state }) => state === "active");
  // A person's own is the one that "Add SSH key" hands to GitHub: whichever others came before it open nothing there.
  const active = usable.find(({ name }) => owner.ownerType === "user" && name === ACCOUNT_PAIR) ?? usable[0];
  return active === undefined ? undefined : keyPairs.findPrivateKey(active.id);
}
