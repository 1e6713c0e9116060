import type { Git, GitCredential } from "../../adapters/git/contract/index.ts";
import type { GitHubApp, GitHubCloning } from "../../adapters/github/contract/index.ts";
import { toTokenName } from "./token-name.ts";
import type { KeyPairOwner, KeyPairRecord, Reads, Store } from "../../adapters/store/contract/index.ts";

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
/** Each takes a connection of its own. */
const MOST_TRIED = 5;
/** The pair that everybody gets at first contact. */
const ACCOUNT_PAIR = "account";

/**
 * How a repository may be read in somebody's name, the likeliest first: where the App is installed, by a token for that
 * repository over HTTPS; else by the token for that host in the team's environment, by their own keys over SSH, or as
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
  const privateKeys = await store.read((reads) => listKeys(owner, reads));
  // At a port of HTTPS nobody speaks SSH.
  const hasSsh = scheme === "ssh" || (scheme === "https" && port === undefined);
  const overSsh = scheme === "ssh" ? repository.url : `ssh://git@${host}/${account}/${name}.git`;
  // Hosts look at the token alone; a few want any name beside it.
  const byToken = { kind: "token", username: "oauth2", token } as const;
  return [
    ...(token === "" ? [] : [{ url: repository.id, credential: byToken, way: "token" } as const]),
    ...(hasSsh ? privateKeys : []).map(
      (privateKey) => ({ url: overSsh, credential: { kind: "key", privateKey }, way: "key" }) as const,
    ),
    ...(protocol === "ssh:"
      ? []
      : [{ url: repository.id, credential: { kind: "none" }, way: "open" } as const]),
  ];
}

async function listKeys(
  owner: KeyPairOwner,
  { keyPairs }: Pick<Reads, "keyPairs">,
): Promise<readonly string[]> {
  const pairs = await keyPairs.listByOwner(owner, { limit: MOST_PAIRS });
  const keys: string[] = [];
  for (const { id } of listUsable(pairs, owner)) {
    const key = await keyPairs.findPrivateKey(id);
    if (key !== undefined) keys.push(key);
  }
  return keys;
}

/** Of a team's any may be the one that the repository lets in. */
function listUsable(pairs: readonly KeyPairRecord[], { ownerType }: KeyPairOwner): readonly KeyPairRecord[] {
  const active = pairs.filter(({ state }) => state === "active");
  if (ownerType === "team") return active.slice(0, MOST_TRIED);
  // A person's own is the one that "Add SSH key" hands to GitHub: whichever others came before it open nothing there.
  const own = active.find(({ name }) => name === ACCOUNT_PAIR) ?? active[0];
  return own === undefined ? [] : [own];
}
