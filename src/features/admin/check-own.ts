import { addMilliseconds, MINUTE, type Clock } from "../../core/clock.ts";
import { ConnectorFailure } from "../../core/connector.ts";
import { bad, good, off, type Finding } from "./finding.ts";

const DATABASE = "database";
const BOT = "bot";

export interface SchemaStatus {
  readonly executed: readonly string[];
  readonly pending: readonly string[];
}

/** `readSchema`: undefined while there is no database yet. Its faults (newer schema, no answer) speak for themselves. */
export async function checkDatabase(
  dialect: string,
  readSchema: () => Promise<SchemaStatus | undefined>,
): Promise<readonly Finding[]> {
  const schema = await readSchema();
  if (schema === undefined) return [off(DATABASE, "not there yet", "`ployst start` makes it.")];
  const [missing] = schema.pending;
  if (missing !== undefined)
    return [
      bad(DATABASE, `lacks the migration ${missing}`, "Run `ployst migrate` (`ployst start` does it too)."),
    ];
  return [good(DATABASE, `${dialect} answers, schema ${schema.executed.at(-1) ?? "empty"}`)];
}

export interface Backlog {
  readonly waiting: number;
  readonly oldestCreatedAt?: Date;
}

const OLDEST_WAIT_MS = 15 * MINUTE;

/** Do messages get out to Teams? */
export function checkOutbox({ waiting, oldestCreatedAt }: Backlog, clock: Clock): Finding {
  const subject = "messages to Teams";
  if (waiting === 0 || oldestCreatedAt === undefined) return good(subject, "none is waiting");
  const minutes = Math.floor((clock.now().getTime() - oldestCreatedAt.getTime()) / MINUTE);
  const says = `${String(waiting)} waiting, the oldest for ${String(minutes)} min`;
  if (oldestCreatedAt > addMilliseconds(clock.now(), -OLDEST_WAIT_MS)) return good(subject, says);
  return bad(subject, says, "Is `ployst start` running? If so, its log says why Teams doesn't take them.");
}

/** Jobs that failed for good, webhook deliveries among them. */
export function checkJobs(states: Readonly<Record<string, number>>): Finding {
  const subject = "jobs";
  const dead = states["dead"] ?? 0;
  const open = (states["queued"] ?? 0) + (states["running"] ?? 0);
  if (dead === 0) return good(subject, `${String(open)} open, none given up`);
  const next =
    "The log says why (`job is dead`). What GitHub delivered is run again when it is redelivered from the App's settings, Advanced.";
  return bad(subject, `${String(open)} open, ${String(dead)} given up`, next);
}

/** `fetchToken`: undefined in local mode. */
export async function checkBot(
  fetchToken: (() => Promise<unknown>) | undefined,
): Promise<readonly Finding[]> {
  if (fetchToken === undefined)
    return [
      off(BOT, "local mode: nothing outside this machine is talked to", "Teams needs MICROSOFT_APP_ID."),
    ];
  try {
    await fetchToken();
  } catch (error) {
    if (!(error instanceof ConnectorFailure)) throw error;
    if (error.kind !== "unauthorized")
      return [
        bad(BOT, "Microsoft Entra doesn't answer", "Check the way to https://login.microsoftonline.com."),
      ];
    const next =
      "Check MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD (client secrets expire), MICROSOFT_APP_TYPE and MICROSOFT_APP_TENANT_ID against the registration in Entra.";
    return [bad(BOT, `Microsoft Entra refuses the credentials (${error.code})`, next)];
  }
  return [good(BOT, "Microsoft Entra gives it a token")];
}

/** The address that Teams, GitHub and browsers are told. */
export function checkPublicUrl(publicUrl: string, isLoopback: boolean): Finding {
  const subject = "PUBLIC_URL";
  if (isLoopback)
    return off(subject, `${publicUrl} is this machine alone`, "Teams and GitHub need an https address.");
  if (publicUrl.startsWith("https:")) return good(subject, publicUrl);
  return bad(
    subject,
    `${publicUrl} is not https`,
    "Set PUBLIC_URL to an https address: put a proxy with TLS in front.",
  );
}

/** `keyIds`: active first. */
export function checkSecretsKeys(keyIds: readonly string[]): Finding {
  const subject = "SECRETS_KEYS";
  const [active, ...older] = keyIds;
  if (active === undefined) return bad(subject, "no key", "Set SECRETS_KEYS (`openssl rand -base64 32`).");
  const rest = older.length === 0 ? "" : `, still opens with ${older.join(", ")}`;
  return good(subject, `seals with ${active}${rest}`);
}
