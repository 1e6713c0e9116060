import type { RealmRecord, ServerRecord, Transaction } from "../../adapters/store/contract/index.ts";
import { toCardTime } from "../../core/card-time.ts";
import type { CardContent } from "../../core/message.ts";
import { toCardText, toLine } from "../../core/plain-text.ts";
import { isAsked, sayRealmStatus } from "../../core/realm-status.ts";
import type { RealmNews, TellDeps } from "./deps.ts";
import { tellNews } from "./tell.ts";

const NAME_LENGTH = 60;
const LONGEST_VALUE = 200;
const MOST_FACTS = 10;
const MOST_OF_SERVER = 500;

/** Tells of a realm to whoever follows its team's: that it is there, goes down, and comes up again. */
export async function tellRealm(
  tx: Transaction,
  realm: RealmRecord,
  { what, transition, askedIn }: RealmNews,
  deps: TellDeps,
): Promise<void> {
  const server = await tx.servers.find(realm.serverId);
  await tellNews(
    tx,
    {
      ...toSubject(realm, server, what === "removed"),
      opens: what === "created" || (transition !== undefined && transition.toState !== "starting"),
      note: toNote(realm, server, transition),
      askedIn,
    },
    deps,
  );
}

/** Realms of a server that came or went look different, where they are shown; nothing else is said of each of them. */
export async function refreshRealmsOf(tx: Transaction, server: ServerRecord, deps: TellDeps): Promise<void> {
  for (const realm of await tx.realms.listByServer(server.id, { limit: MOST_OF_SERVER }))
    await tellNews(tx, { ...toSubject(realm, server, false), opens: false, note: "", askedIn: "" }, deps);
}

function toSubject(realm: RealmRecord, server: ServerRecord | undefined, isRemoved: boolean) {
  return {
    source: "realms",
    keys: [realm.teamId],
    subjectKey: `realm:${realm.id}`,
    content: toCard(realm, server, isRemoved),
    shownIn: "",
  } as const;
}

function toNote(
  { name, lastError }: RealmRecord,
  server: ServerRecord | undefined,
  transition: RealmNews["transition"],
): string {
  if (transition === undefined) return "";
  const { fromState, toState } = transition;
  const where = server === undefined ? "" : ` on ${toCardText(server.name, NAME_LENGTH)}`;
  const which = `Realm **${toCardText(name, NAME_LENGTH)}**${where}`;
  const reason = lastError === "" ? "" : ` ${toCardText(lastError, LONGEST_VALUE)}`;
  switch (toState) {
    case "online":
      // That what was just deployed is up shows on its card.
      if (fromState === "starting") return "";
      return `🟢 ${which} is online ${fromState === "failed" ? "now" : "again"}.`;
    case "offline":
      return `🔴 ${which} is offline.${reason}`;
    case "failed":
      return `❌ ${which} hasn't come up.${reason}`;
    case "starting":
      return "";
  }
}

function toCard(realm: RealmRecord, server: ServerRecord | undefined, isRemoved: boolean): CardContent {
  const status = isRemoved ? "⚫ Removed" : sayRealmStatus(realm, server);
  const meta = Object.entries(realm.meta).flatMap(([key, value]) =>
    typeof value === "string" ? [{ title: toLine(key, 40), value: toCardText(value, LONGEST_VALUE) }] : [],
  );
  const name = server?.name ?? "";
  const isSince = !isRemoved && isAsked(realm, server);
  return {
    card: "teamnews/realm",
    summary: toLine(`Realm ${realm.name}: ${status}`, 200),
    data: {
      title: `Realm ${toCardText(realm.name, NAME_LENGTH)}`,
      status,
      since: isSince ? toCardTime(realm.statusSince) : "",
      error: isSince ? toCardText(realm.lastError, LONGEST_VALUE) : "",
      note: realm.leftOutBy === "" || isRemoved ? "" : "The last deployment no longer tells of it.",
      facts: [
        ...(name === "" ? [] : [{ title: "Server", value: toCardText(name, NAME_LENGTH) }]),
        ...meta.slice(0, MOST_FACTS),
      ],
      url: isRemoved ? "" : realm.url,
    },
  };
}
