import assert from "node:assert/strict";
import { createAccountWebDeps } from "../../../src/accounts-web.ts";
import { parsePublicKey } from "../../../src/adapters/keys/index.ts";
import { createPasswords, type Passwords } from "../../../src/adapters/passwords/index.ts";
import type { MailMessage } from "../../../src/adapters/mail/index.ts";
import { createInProcessWakes } from "../../../src/adapters/queue/in-process-wakes.ts";
import { createJobRunner } from "../../../src/adapters/queue/runner.ts";
import { createSigner, createVault } from "../../../src/adapters/vault/index.ts";
import type { TeamInvitationRecord, UserRecord } from "../../../src/adapters/store/contract/index.ts";
import { loadConfig } from "../../../src/config/index.ts";
import { addMilliseconds, DAY } from "../../../src/core/clock.ts";
import type { Log } from "../../../src/core/log.ts";
import type { Metrics } from "../../../src/core/metrics.ts";
import type { ChatPerson } from "../../../src/core/conversation.ts";
import { hashOf, newSecret } from "../../../src/core/secret.ts";
import { passwordResetJob } from "../../../src/features/accounts/reset-job.ts";
import { passwordResetMailJob } from "../../../src/features/accounts/reset-mail-job.ts";
import { createKeyUseCases } from "../../../src/features/accounts/ssh-keys.ts";
import { accountRoutes } from "../../../src/features/accounts/web/routes.ts";
import { createHttpServer, staticFiles, type HttpServer } from "../../../src/http/index.ts";
import { staticFolder } from "../../../src/package-files.ts";
import { freePort } from "../../../demo/free-port.ts";
import { ManualTime } from "../../support/manual-time.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";
import { there } from "../../adapters/store/suite/team-world.ts";
import { acceptInvitation } from "./accept-invitation.ts";
import { Visitor, type Shown } from "./visitor.ts";

export const PASSWORD = "correct-horse 4 stapled batteries";
export const EMAIL = "ada@example.test";

export const signer = createSigner([{ id: "test", key: Buffer.alloc(32, 7) }]);

/** The pages and the API over a real store and real HTTP, at a time that stands still. */
export interface AccountWorld {
  readonly store: TestStore;
  readonly time: ManualTime;
  readonly origin: string;
  readonly counted: string[];
  readonly logged: string[];
  /** Whose hash each password was compared with. */
  readonly compared: string[];
  readonly mailed: MailMessage[];
  readonly owner: UserRecord;
  /** An invitation to a team of the owner's, made as the commands make it. */
  invite(options?: {
    readonly team?: string;
    readonly recipientId?: string;
    readonly email?: string;
  }): Promise<Invite>;
  /** From the link of an invitation to the page with the code. */
  activate(invite: Invite, password?: string): Promise<Shown>;
  logIn(visitor: Visitor, password?: string, email?: string): Promise<Shown>;
  api(method: string, path: string, options?: ApiOptions): Promise<ApiAnswer>;
  verbs(entityType: string, entityId: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface Invite {
  readonly token: string;
  readonly invitation: TeamInvitationRecord;
  readonly recipient: UserRecord;
}

export interface ApiOptions {
  readonly json?: unknown;
  readonly token?: string;
  readonly address?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
}

export async function openAccounts(
  env: Readonly<Record<string, string>> = {},
  canMail: "mail" | "no mail" = "mail",
): Promise<AccountWorld> {
  const time = new ManualTime();
  const store = await openTestStore({ clock: time });
  const port = await freePort();
  const origin = `http://127.0.0.1:${String(port)}`;
  const counted: string[] = [];
  const logged: string[] = [];
  const compared: string[] = [];
  const mailed: MailMessage[] = [];
  const send = (message: MailMessage): Promise<void> => Promise.resolve(void mailed.push(message));
  const config = loadConfig({
    PORT: String(port),
    PUBLIC_URL: origin,
    SECRETS_KEYS: `test:${Buffer.alloc(32, 7).toString("base64")}`,
    DATABASE_URL: store.url,
    ...env,
  });
  const deps = createAccountWebDeps({
    ...{ config, store, clock: time, signer, metrics: counting(counted), acceptInvitation },
    passwords: watched(compared),
    keys: createKeyUseCases({ store, parsePublicKey, syncDirectory: () => Promise.resolve() }),
    vault: createVault(config.secretsKeys),
    mail: canMail === "mail" ? { send } : undefined,
    wakeJobs: (ids) => {
      runner.wake(ids);
    },
  });
  const log = listening(logged);
  const runner = createJobRunner({
    ...{ store, clock: time, log, wake: createInProcessWakes() },
    jobs: [passwordResetJob, passwordResetMailJob],
    deps: { passwordReset: deps.reset },
  });
  runner.start();
  const server = await serve(port, deps, log);
  const owner = await store.transaction((tx) => tx.users.ensure(person("Mira <b>Chen</b>", "aad-mira")));
  const world: AccountWorld = {
    ...{ store, time, origin, counted, logged, compared, mailed, owner },
    invite: (options = {}) => invite(world, options),
    activate: async ({ token }, password = PASSWORD) => {
      const visitor = new Visitor(origin);
      await visitor.open(`/activate/${token}`);
      return visitor.send(`/activate/${token}`, { password });
    },
    logIn: async (visitor, password = PASSWORD, email = EMAIL) => {
      await visitor.open("/account");
      return visitor.send("/account/login", { email, password });
    },
    api: (method, path, options = {}) => callApi(`${origin}${path}`, method, options),
    verbs: async (entityType, entityId) => {
      const events = await store.read((reads) =>
        reads.events.listByEntity(entityType, entityId, { limit: 50 }),
      );
      return events.map(({ verb }) => verb).reverse();
    },
    close: async () => {
      await server.close(0);
      await runner.stop(1_000);
      await store.cleanup();
    },
  };
  return world;
}

export function person(displayName: string, aadObjectId: string): ChatPerson {
  return { tenantId: "tenant-1", aadObjectId, teamsUserId: `29:${aadObjectId}`, displayName };
}

/** The code on a page. */
export function codeOn({ html }: Shown): string {
  return there(/account link ([\w-]+)</.exec(html)?.[1]);
}

async function serve(port: number, deps: Parameters<typeof accountRoutes>[0], log: Log): Promise<HttpServer> {
  const server = createHttpServer({ log, trustProxy: 1, isSecure: false });
  for (const { method, path, handler, bodyLimitBytes } of accountRoutes(deps))
    server.route(method, path, handler, { bodyLimitBytes });
  server.route("GET", "/static/*", staticFiles(staticFolder));
  await server.listen(port, "127.0.0.1");
  return server;
}

async function invite(
  { store, owner, time }: AccountWorld,
  { team: name = "Web & shop", recipientId, email = EMAIL }: Parameters<AccountWorld["invite"]>[0] & object,
): Promise<Invite> {
  const token = newSecret();
  return store.transaction(async (tx) => {
    const { tenantId } = owner;
    const team =
      (await tx.teams.findByName(tenantId, name)) ??
      there(await tx.teams.create({ tenantId, name, ownerId: owner.id }));
    const recipient =
      recipientId === undefined
        ? await tx.users.createUnlinked({ tenantId, email, surname: "Okafor" }, owner.id)
        : there(await tx.users.find(recipientId));
    const registration = await tx.registrations.create({
      ...{ userId: recipient.id, tenantId, emailAddress: email },
    });
    if (registration !== undefined) await tx.registrations.invite(registration.id);
    const member = await tx.teamMembers.create({
      ...{ teamId: team.id, userId: recipient.id, role: "user", permissions: [] },
    });
    if (member !== undefined) await tx.teamMembers.invite(member.id);
    const invitation = there(
      await tx.teamInvitations.create({
        ...{ teamId: team.id, creatorId: owner.id, recipientId: recipient.id, email, surname: "Okafor" },
        ...{ tokenHash: hashOf(token), expiresAt: addMilliseconds(time.now(), DAY) },
      }),
    );
    return { token, invitation, recipient };
  });
}

async function callApi(url: string, method: string, options: ApiOptions): Promise<ApiAnswer> {
  const response = await fetch(url, {
    method,
    headers: {
      "x-forwarded-for": options.address ?? "192.0.2.1",
      ...(options.json === undefined ? {} : { "content-type": "application/json" }),
      ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
      ...options.headers,
    },
    ...(options.json === undefined ? {} : { body: JSON.stringify(options.json) }),
  });
  const text = await response.text();
  const body: unknown = text === "" ? {} : JSON.parse(text);
  assert.ok(typeof body === "object" && body !== null);
  return { status: response.status, body: { ...body }, headers: response.headers };
}

function watched(compared: string[]): Passwords {
  const passwords = createPasswords(4);
  return {
    ...passwords,
    matches: (password, hash) => {
      compared.push(hash === undefined ? "nobody's" : "somebody's");
      return passwords.matches(password, hash);
    },
  };
}

function counting(counted: string[]): Metrics {
  return {
    count: (name, labels) => void counted.push(`${name} ${Object.values(labels).join(" ")}`),
    observe: () => undefined,
    set: () => undefined,
  };
}

function listening(logged: string[]): Log {
  const log: Log = {
    debug: (...said) => void logged.push(JSON.stringify(said)),
    info: (...said) => void logged.push(JSON.stringify(said)),
    warn: (...said) => void logged.push(JSON.stringify(said)),
    error: (...said) => void logged.push(JSON.stringify(said)),
    child: (fields) => {
      logged.push(JSON.stringify(fields));
      return log;
    },
  };
  return log;
}
