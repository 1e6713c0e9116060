import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { createStore, type Store } from "./adapters/store/index.ts";
import { createVault } from "./adapters/vault/index.ts";
import { databaseUrl } from "./app.ts";
import { loadProcessConfig, type Config } from "./config/index.ts";
import { systemClock } from "./core/clock.ts";
import { silentLog } from "./core/log.ts";
import {
  grantAdmin,
  listAdmins,
  revokeAdmin,
  type AdministratorDeps,
} from "./features/admin/administrators.ts";
import { rotateKeys, sayRotation } from "./features/admin/rotate-keys.ts";
import { forgetHost } from "./features/admin/forget-host.ts";

const EXIT_FAILED = 1;
const EXIT_USAGE = 64;
/** How long a command is kept for an installation, its form sealed. */
const LONGEST_KEPT_DAYS = 7;

const USAGE = `usage: ployst admin grant <e-mail or Entra object id> [--tenant <Entra tenant id>]
       ployst admin revoke <e-mail or Entra object id> [--tenant <Entra tenant id>]
       ployst admin list
       ployst admin rotate-keys
       ployst admin forget-host <host of git repositories>
`;

/** Where what is to be read goes. */
export interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/**
 * `ployst admin grant|revoke|list`: who administers this Ployst; `rotate-keys`: what is sealed comes under the first of
 * SECRETS_KEYS; `forget-host`: a git host's changed keys. Ployst may run meanwhile, and knows at once.
 */
export function run(args: readonly string[]): Promise<number> {
  const out = (text: string): unknown => process.stdout.write(text);
  const err = (text: string): unknown => process.stderr.write(text);
  return administer(args, loadProcessConfig, { out, err });
}

/** The same with a configuration of somebody else's; the configuration is read only if it is needed. */
export async function administer(
  args: readonly string[],
  load: () => Config,
  output: Output,
): Promise<number> {
  const asked = readArguments(args);
  if (asked === undefined) {
    output.err(USAGE);
    return EXIT_USAGE;
  }
  const config = load();
  const { database } = config;
  // Opening a SQLite database that isn't there would make one.
  if (database.dialect === "sqlite" && !existsSync(database.file)) {
    output.err(`ployst: there is no database ${database.file} yet. Run \`ployst migrate\`.\n`);
    return EXIT_FAILED;
  }
  const store = await openStore(config);
  try {
    if (asked.verb === "rotate-keys") return await rotate(config, store, output);
    return await runAsked(asked, { store, ...toScope(config, asked.tenant) }, output);
  } finally {
    await store.close();
  }
}

interface AskedOfPeople {
  readonly verb: "grant" | "revoke" | "list" | "forget-host";
  readonly who: string;
  readonly tenant: string | undefined;
}
type Asked = AskedOfPeople | { readonly verb: "rotate-keys" };

function readArguments(args: readonly string[]): Asked | undefined {
  try {
    const options = { tenant: { type: "string" } } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [verb, who, ...more] = positionals;
    const tenant = values.tenant?.toLowerCase();
    if (more.length > 0) return undefined;
    if (verb === "rotate-keys" && who === undefined && tenant === undefined) return { verb };
    if (verb === "list" && who === undefined) return { verb, who: "", tenant };
    if (isAbout(verb) && who !== undefined) return { verb, who, tenant };
    return undefined;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

const ABOUT = ["grant", "revoke", "forget-host"] as const;

function isAbout(verb: string | undefined): verb is (typeof ABOUT)[number] {
  return ABOUT.some((one) => one === verb);
}

async function runAsked(
  { verb, who }: AskedOfPeople,
  deps: AdministratorDeps,
  { out, err }: Output,
): Promise<number> {
  if (verb === "list") {
    const lines = await listAdmins(deps);
    const text = lines.length === 0 ? "Nobody administers this Ployst yet." : lines.join("\n");
    out(`${text}\n`);
    return 0;
  }
  const change = { grant: grantAdmin, revoke: revokeAdmin, "forget-host": forgetHost }[verb];
  const { isDone, text } = await change(who, deps);
  if (isDone) out(`${text}\n`);
  else err(`ployst: ${text}\n`);
  return isDone ? 0 : EXIT_FAILED;
}

async function rotate(config: Config, store: Store, { out, err }: Output): Promise<number> {
  const [keyId = "", ...olderKeyIds] = config.secretsKeys.map(({ id }) => id);
  const rotation = await rotateKeys({ store, keyId });
  const keptDays = Math.max(config.retention.jobsDays, LONGEST_KEPT_DAYS);
  out(`${sayRotation(rotation, { keyId, olderKeyIds, keptDays })}\n`);
  for (const problem of rotation.problems) err(`ployst: ${problem}\n`);
  return rotation.problems.length === 0 ? 0 : EXIT_FAILED;
}

function toScope({ bot, admin }: Config, tenant: string | undefined): Omit<AdministratorDeps, "store"> {
  const tenants = tenant === undefined ? bot.allowedTenants.map((id) => id.toLowerCase()) : [tenant];
  return { tenants: [...new Set(tenants)], named: admin.users };
}

function openStore(config: Config): Promise<Store> {
  const vault = createVault(config.secretsKeys);
  return createStore({ url: databaseUrl(config), vault, clock: systemClock, log: silentLog });
}
