import { startDigitalOcean, type FakeDigitalOcean } from "../../demo/clouds/digitalocean/index.ts";
import type { FakeServerMade } from "../../demo/clouds/http/hooks.ts";
import { startLabHost, type LabHost } from "../../demo/hosts/index.ts";
import type { ClickResult, FakeMessage, FakePerson } from "../../demo/teams/connector/index.ts";
import { createClouds } from "../../src/adapters/clouds/index.ts";
import { createRemote } from "../../src/adapters/remote/index.ts";
import type { Reads, ServerRecord } from "../../src/adapters/store/index.ts";
import { addMilliseconds, SECOND } from "../../src/core/clock.ts";
import type { JsonObject } from "../../src/core/json.ts";
import { silentLog } from "../../src/core/log.ts";
import { cloudHttp, loopback } from "../adapters/clouds/cloud-tests.ts";
import { readable, startChat, type Chat } from "./chat.ts";
import { LeapingTime } from "./leaping-time.ts";
import { ManualTime } from "./manual-time.ts";
import { makeTeamSite, type TeamSite } from "./team-site.ts";
import { until } from "./until.ts";

const CLOUD_MS = 2_000;
const STEP_MS = 15 * SECOND;
const GOOD = "dop_v1_good";

/** A team with a cloud at a fake DigitalOcean, whose droplets are one lab host, and a chat to talk about them. */
export interface ServerSite extends Pick<TeamSite, "teamId" | "ownerId"> {
  readonly chat: Chat;
  readonly time: ManualTime;
  readonly digitalOcean: FakeDigitalOcean;
  readonly host: LabHost;
  /** A cloud of hosts that are there already, called `hosts`. */
  readonly addHosts: () => Promise<void>;
  /** Another cloud at the same provider. */
  readonly addCloud: (name: string, token?: string) => Promise<void>;
  readonly say: (text: string, who?: FakePerson) => Promise<string>;
  /** Says it, and presses the button of the answer; answers what stands there then. */
  readonly confirm: (text: string, button: string, inputs?: JsonObject) => Promise<string>;
  readonly press: (
    who: FakePerson,
    message: FakeMessage,
    button: string,
    inputs?: JsonObject,
  ) => Promise<string>;
  readonly read: <T>(work: (reads: Reads) => Promise<T>) => Promise<T>;
  readonly server: (name: string) => Promise<ServerRecord | undefined>;
  /** Lets time go by, whenever nothing runs, until it is so. */
  readonly pass: (condition: () => boolean | Promise<boolean>) => Promise<void>;
  /** So much time, whenever nothing runs. */
  readonly leap: (milliseconds: number) => Promise<void>;
  /** All that the bot's cards in the channel say now. */
  readonly cards: () => readonly string[];
  /** Waits for a card in the channel that reads so. */
  readonly reads: (pattern: RegExp) => Promise<void>;
  /** Another member of the team, with these powers. */
  readonly join: (person: FakePerson, powers: readonly string[]) => Promise<void>;
  readonly verbs: (name: string) => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}

/** What makes `web-1` of a command line, complete but for its name. */
export const SPEC = "size=s-1vcpu-1gb image=debian-12-x64 keys=team:deploys";

export async function startServerSite(): Promise<ServerSite> {
  const host = await startLabHost();
  const digitalOcean = await startDigitalOcean({ onServerCreated: (made) => letIn(made, host) });
  digitalOcean.addToken(GOOD, "full");
  const time = new ManualTime(new Date().toISOString());
  const leaping = new LeapingTime();
  const http = cloudHttp(CLOUD_MS);
  const chat = await startChat({
    env: { OUTBOUND_PRIVATE_HOSTS: "127.0.0.1" },
    overrides: {
      ...{ clock: time, timers: time },
      clouds: createClouds({ http, network: loopback, version: "1", clock: leaping, timers: leaping }),
      // In real time: what is turned by hand would be over before the host has answered.
      remote: createRemote({ allowsAddress: () => true, log: silentLog }),
    },
  });
  const { store } = chat.app.parts;
  const team = await makeTeamSite(chat, chat.mira);
  const addCloud = async (name: string, provider: string, address: string, token: string): Promise<void> => {
    await store.transaction(async (tx) => {
      const { teamId } = team;
      const region = provider === "existing" ? "" : "fra1";
      const credentials = token === "" ? {} : { token };
      const made = await tx.clouds.create({
        ...{ teamId, name, provider, privateNetwork: "", address, region, settings: {}, credentials },
      });
      if (made !== undefined) await tx.clouds.markActive(made);
    });
  };
  await store.transaction(async (tx) => {
    const planted = await tx.clouds.findByName(team.teamId, "do-main");
    if (planted !== undefined) await tx.clouds.delete(planted.id);
  });
  await addCloud("do-main", "digitalocean", digitalOcean.url, GOOD);
  await chat.ask(chat.mira, "keypair create team deploys");
  const read: ServerSite["read"] = (work) => store.read(work);
  const hasRunning = async (): Promise<boolean> => {
    const states = await read((reads) => reads.jobs.countByState());
    return (states["running"] ?? 0) > 0;
  };
  // What became due at this very moment is found a millisecond later.
  const hasDue = async (): Promise<boolean> =>
    (await read((reads) => reads.jobs.listDue(addMilliseconds(time.now(), -1), 1))).length > 0;
  const isIdle = async (): Promise<boolean> => !(await hasRunning()) && !(await hasDue());
  const pass: ServerSite["pass"] = (condition) =>
    until(async () => {
      if (await condition()) return true;
      if (await hasRunning()) return false;
      await time.advance((await hasDue()) ? SECOND : STEP_MS);
      return false;
    });
  const cards = (): readonly string[] =>
    chat.channel.threads.filter(({ from }) => from === "bot").map(readable);
  // Teams takes so many messages a second, by the clock that stands still.
  const breathe = (): Promise<void> => time.advance(SECOND);
  const press: ServerSite["press"] = async (who, message, button, inputs = {}) =>
    toText(await chat.teams.clickButton(who, message.id, button, inputs), message);
  const findServer: ServerSite["server"] = (name) =>
    read((reads) => reads.servers.findByName(team.teamId, name));
  return {
    ...{ teamId: team.teamId, ownerId: team.ownerId },
    ...{ chat, time, digitalOcean, host, read, pass, cards, press },
    addHosts: () => addCloud("hosts", "existing", "", ""),
    addCloud: (name, token = GOOD) => addCloud(name, "digitalocean", digitalOcean.url, token),
    say: async (text, who = chat.mira) => {
      await breathe();
      return (await chat.ask(who, text)).text;
    },
    confirm: async (text, button, inputs) => {
      await breathe();
      const { message, text: asked } = await chat.ask(chat.mira, text);
      if (!JSON.stringify(message.card ?? {}).includes(`"${button}"`)) throw new Error(asked);
      return press(chat.mira, message, button, inputs);
    },
    server: findServer,
    leap: async (milliseconds) => {
      const end = time.now().getTime() + milliseconds;
      await pass(() => time.now().getTime() >= end);
      await until(isIdle);
    },
    join: async (person, powers) => {
      await chat.ask(person, "about", chat.teams.personalChat(person));
      await store.transaction(async (tx) => {
        const user = await tx.users.findByAad(person.tenantId, person.aadObjectId);
        const member = { teamId: team.teamId, userId: user?.id ?? "", role: "user" } as const;
        await tx.teamMembers.create({ ...member, permissions: [...powers], state: "active" });
      });
    },
    reads: (pattern) => pass(() => cards().some((text) => pattern.test(text))),
    verbs: async (name) => {
      const found = await findServer(name);
      const events = await read((reads) =>
        reads.events.listByEntity("server", found?.id ?? "", { limit: 50 }),
      );
      return events.map(({ verb, toState }) => (toState === "" ? verb : toState)).toReversed();
    },
    close: async () => {
      await chat.close();
      http.close();
      digitalOcean.close();
      await host.close();
    },
  };
}

function toText({ card, error, toast }: ClickResult, message: FakeMessage): string {
  return card === undefined ? (error?.message ?? toast ?? "") : readable({ ...message, card });
}

async function letIn({ publicKeys }: FakeServerMade, host: LabHost) {
  for (const line of publicKeys) await host.authorize(line);
  return { publicAddress: host.address, privateAddress: "10.0.0.7" };
}
