import { generateKeyPairSync } from "node:crypto";
import type { Account, AppRecord, RepositoryRecord, World } from "./world.ts";
import type { AppSeed, LabSeed, RepositorySeed } from "./seed.ts";
import { DEFAULT_APP_EVENTS, DEFAULT_APP_PERMISSIONS, DEFAULT_SEED } from "./seed.ts";
import { getAccount } from "./lookups.ts";
import { makeCommit } from "./acts/commits.ts";
import { randomText, sha } from "./ids.ts";
import { timestamp } from "./stamps.ts";

const YEAR_MS = 365 * 24 * 3600 * 1000;
let sharedKey: string | undefined;

/** A fresh RSA key in PKCS#1 PEM, the form GitHub hands out. Takes about 0.1 s. */
export function createPrivateKey(): string {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  });
  return privateKey;
}

/** Puts the seed into an empty world. Throws when the seed names an owner it does not hold. */
export function plant(world: World, seed: LabSeed): void {
  for (const user of seed.users ?? DEFAULT_SEED.users) addAccount(world, "User", user);
  for (const org of seed.orgs ?? (seed.users === undefined ? DEFAULT_SEED.orgs : [])) {
    const account = addAccount(world, "Organization", org);
    account.basePermission = ("basePermission" in org ? org.basePermission : undefined) ?? "read";
    for (const login of org.members ?? []) account.members.set(getAccount(world, login).id, "member");
    for (const login of org.owners) account.members.set(getAccount(world, login).id, "admin");
  }
  const custom = seed.users !== undefined || seed.orgs !== undefined;
  for (const repository of seed.repositories ?? (custom ? [] : DEFAULT_SEED.repositories)) {
    addRepository(world, repository);
  }
  const ownerLogin = seed.appOwner ?? (custom ? undefined : DEFAULT_SEED.appOwner);
  const owner = ownerLogin === undefined ? [...world.accounts.values()][0] : getAccount(world, ownerLogin);
  if (owner === undefined) throw new Error("A lab needs at least one account");
  addApp(world, owner, seed.app ?? {});
}

export function addAccount(
  world: World,
  type: Account["type"],
  seed: { login: string; id?: number; name?: string; email?: string },
): Account {
  const bornAt = timestamp(new Date(world.now().getTime() - YEAR_MS));
  const account: Account = {
    id: seed.id ?? world.nextId(),
    login: seed.login,
    type,
    name: seed.name ?? seed.login,
    email: seed.email ?? null,
    createdAt: bornAt,
    updatedAt: bornAt,
    members: new Map(),
    basePermission: "read",
  };
  world.accounts.set(account.id, account);
  world.accountsByLogin.set(account.login.toLowerCase(), account);
  return account;
}

export function addRepository(world: World, seed: RepositorySeed): RepositoryRecord {
  const [ownerLogin = "", name = ""] = seed.name.split("/");
  const owner = getAccount(world, ownerLogin);
  const bornAt = timestamp(new Date(world.now().getTime() - YEAR_MS / 2));
  const repository: RepositoryRecord = {
    id: seed.id ?? world.nextId(),
    name,
    owner,
    private: seed.private ?? false,
    description: seed.description ?? null,
    defaultBranch: seed.defaultBranch ?? "main",
    archived: false,
    language: seed.language ?? null,
    createdAt: bornAt,
    updatedAt: bornAt,
    pushedAt: bornAt,
    collaborators: new Map(
      Object.entries(seed.collaborators ?? {}).map(([login, grant]) => [getAccount(world, login).id, grant]),
    ),
    labels: new Map(),
    issues: new Map(),
    branches: new Map(),
    tags: new Map(),
    commits: new Map(),
    suites: [],
  };
  addLabels(world, repository, seed.labels ?? ["bug", "enhancement"]);
  addFirstCommit(repository, seed.files ?? {});
  world.repositories.set(repository.id, repository);
  world.repositoriesByName.set(seed.name.toLowerCase(), repository);
  return repository;
}

function addLabels(world: World, repository: RepositoryRecord, names: readonly string[]): void {
  for (const name of names) {
    const color = name === "bug" ? "d73a4a" : "a2eeef";
    repository.labels.set(name.toLowerCase(), { id: world.nextId(), name, color, description: null });
  }
}

function addFirstCommit(repository: RepositoryRecord, files: Readonly<Record<string, string>>): void {
  const readme = `# ${repository.name}\n\n${repository.description ?? ""}\n`;
  const commit = makeCommit({
    parent: null,
    message: "Initial commit",
    author: repository.owner,
    at: repository.createdAt,
    files: { "README.md": readme, ...files },
  });
  repository.commits.set(commit.sha, commit);
  repository.branches.set(repository.defaultBranch, commit.sha);
}

export function addApp(world: World, owner: Account, seed: AppSeed): AppRecord {
  const slug = seed.slug ?? "ployst-lab";
  const bornAt = timestamp(world.now());
  const app: AppRecord = {
    id: seed.id ?? world.nextId(),
    slug,
    name: seed.name ?? "Ployst Lab",
    description: null,
    owner,
    bot: addAccount(world, "Bot", { login: `${slug}[bot]` }),
    clientId: seed.clientId ?? `Iv23li${randomText(14)}`,
    clientSecret: seed.clientSecret ?? sha("client secret", randomText(20)),
    privateKey: seed.privateKey ?? (sharedKey ??= createPrivateKey()),
    webhookSecret: null,
    webhookUrl: null,
    hookId: world.nextId(),
    homepageUrl: "https://ployst.example",
    setupUrl: seed.setupUrl ?? null,
    callbackUrls: seed.callbackUrls ?? [
      "http://127.0.0.1/auth/github/callback",
      "http://localhost/auth/github/callback",
    ],
    permissions: seed.permissions ?? { ...DEFAULT_APP_PERMISSIONS },
    events: seed.events ?? [...DEFAULT_APP_EVENTS],
    expireUserTokens: seed.expireUserTokens ?? true,
    createdAt: bornAt,
    updatedAt: bornAt,
  };
  world.apps.push(app);
  return app;
}
