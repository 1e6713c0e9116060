import type { Lookout } from "../../../src/core/lookout.ts";
import type { EventRecord, RealmRecord } from "../../../src/adapters/store/contract/index.ts";
import { faults } from "../../../src/core/errors.ts";
import { silentLog } from "../../../src/core/log.ts";
import type { RealmChange } from "../../../src/features/realms/deps.ts";
import type { RealmTickerDeps } from "../../../src/features/realms/ticker.ts";
import { createRealmTicker } from "../../../src/features/realms/ticker.ts";
import { aShop, type Shop } from "../../adapters/store/suite/projects.ts";
import { there } from "../../adapters/store/suite/team-world.ts";
import { ManualTime } from "../../support/manual-time.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";

/** A shop with its three servers, web-1 online, on a store of its own. */
export interface RealmWorld {
  readonly time: ManualTime;
  readonly store: TestStore;
  readonly shop: Shop;
  /** What a realm's address answers; throw to fail. */
  readonly outside: { answer: (url: string, signal: AbortSignal) => number | Promise<number> };
  /** Addresses, in the order of asking. */
  readonly asked: string[];
  readonly told: { readonly name: string; readonly change: RealmChange }[];
  readonly deps: RealmTickerDeps & { readonly wakeChecks: () => void };
  ticker(over?: Partial<RealmTickerDeps>): Lookout;
  /** A realm that is due now, on web-1. */
  realm(name?: string, url?: string): Promise<RealmRecord>;
  current(id: string): Promise<RealmRecord>;
  events(id: string): Promise<readonly EventRecord[]>;
  close(): Promise<void>;
}

export async function openRealmWorld(): Promise<RealmWorld> {
  const time = new ManualTime();
  const store = await openTestStore({ clock: time });
  const [asked, told]: [string[], RealmWorld["told"]] = [[], []];
  const outside: RealmWorld["outside"] = { answer: () => 200 };
  const shop = await store.transaction(async (tx) => {
    const made = await aShop(tx);
    await tx.servers.move(made.servers[0] ?? "", ["requested"], "online");
    return made;
  });
  const deps: RealmWorld["deps"] = {
    ...{ store, clock: time, timers: time, log: silentLog, wakeChecks: () => undefined },
    probe: {
      ask: async (url, signal) => {
        asked.push(url);
        return outside.answer(url, signal);
      },
    },
    onRealmChanged: (_tx, { name }, change) => {
      told.push({ name, change });
      return Promise.resolve();
    },
  };
  return {
    ...{ time, store, shop, outside, asked, told, deps },
    ticker: (over) => createRealmTicker({ ...deps, ...over }),
    realm: (name = "web", url = `https://${name}.example.com/`) =>
      store.transaction(async (tx) => {
        const { teamId, servers } = shop;
        const place = { teamId, serverId: servers[0] ?? "", deploymentId: "" };
        return (await tx.realms.save({ ...place, name, url, meta: {}, nextCheckAt: time.now() })).after;
      }),
    current: (id) => store.read(async ({ realms }) => there(await realms.find(id))),
    events: (id) => store.read(({ events }) => events.listByEntity("realm", id, { limit: 50 })),
    close: () => store.cleanup(),
  };
}

export function unreachable(): never {
  throw faults.SERVICE_UNREACHABLE({ service: "web.example.com" });
}
