import { setTimeout as pause } from "node:timers/promises";
import type { GitHubLab, LabSeed } from "../demo/github/index.ts";
import type { FakeConversation, FakePerson } from "../demo/teams/connector/index.ts";
import { mapConcurrently } from "../src/core/concurrency.ts";
import { DEFAULT_FEATURES } from "../src/core/features.ts";
import { openBeside } from "../test/process/support/plant.ts";
import { startWorld, type ProcessWorld } from "../test/process/support/world.ts";
import type { Benchmark } from "./support/finding.ts";
import { median } from "./support/statistics.ts";

const OWNERS = ["alpha", "beta", "gamma", "delta", "epsilon"];
const REPOSITORIES_EACH = 40;
const SUBSCRIPTIONS = OWNERS.length * REPOSITORIES_EACH;
const LATENCY_MS = 100;
const FIRST_REPOSITORY = 900_000_000;
const ROUNDS = 10;
/** The list comes in so many messages. */
const MESSAGES = 3;
const PAUSE_MS = 300;
const DEADLINE_MS = 30_000;

/** `subscribe list` in a channel with 200 subscriptions of five installations, GitHub far away. */
export const list: Benchmark = {
  title: `subscribe list: ${String(SUBSCRIPTIONS)} subscriptions, ${String(OWNERS.length)} installations, GitHub ${String(LATENCY_MS)} ms away`,
  run: async () => {
    const world = await startWorld({ lab: { seed: seed(), latencyMs: LATENCY_MS } });
    try {
      const channel = world.teams.channel("general");
      const mira = world.teams.person({ name: "Mira Chen" });
      await plant(world, channel);
      await world.start();
      const cold = await ask(world, mira, channel);
      const times: number[] = [];
      const fetches: number[] = [];
      const singles: number[] = [];
      let calls = 0;
      for (let round = 0; round < ROUNDS; round += 1) {
        await pause(PAUSE_MS);
        world.lab.clearRequests();
        times.push(await ask(world, mira, channel));
        calls = Math.max(calls, world.lab.requests.filter((one) => one.api).length);
        fetches.push(await fetchMany(world.lab, calls, OWNERS.length));
        if (round < 2) singles.push(await fetchMany(world.lab, 2 * SUBSCRIPTIONS, 10));
      }
      const [warm, reference, single] = [median(times), median(fetches), median(singles)];
      return [
        { name: "the first time", value: cold, unit: "ms" },
        { name: "warm, p50", value: warm, unit: "ms", aim: { atMost: 1_000 } },
        { name: "calls to GitHub, warm", value: calls, unit: "calls", aim: { atMost: 12 } },
        { name: "as many bare fetches, five at once, p50", value: reference, unit: "ms" },
        { name: "list : bare fetches", value: warm / reference, unit: "×" },
        { name: "two bare fetches a subscription, ten at once", value: single, unit: "ms" },
        { name: "list : two fetches a subscription", value: warm / single, unit: "×" },
      ];
    } finally {
      await world.close();
    }
  },
};

function seed(): LabSeed {
  return {
    users: [{ login: "mira" }],
    orgs: OWNERS.map((login, index) => ({ login, id: 800_000_000 + index, owners: ["mira"] })),
    repositories: Array.from({ length: SUBSCRIPTIONS }, (_, index) => ({
      name: nameOf(index),
      id: FIRST_REPOSITORY + index,
      private: true,
    })),
  };
}

function nameOf(index: number): string {
  return `${OWNERS[index % OWNERS.length] ?? ""}/repository-${String(index)}`;
}

/** As if people had subscribed long ago. */
async function plant(world: ProcessWorld, channel: FakeConversation): Promise<void> {
  const clientAppId = world.lab.app.clientId;
  const tenantId = world.teams.world.tenantId;
  const installed = await Promise.all(OWNERS.map((owner) => world.lab.install(owner, "all")));
  const store = await openBeside(world);
  const place = { tenantId, teamId: world.teams.world.teamId, channelId: channel.id };
  const person = { tenantId, teamsUserId: "29:mira", aadObjectId: "mira", displayName: "Mira" };
  try {
    await store.transaction(async (tx) => {
      const { id: userId } = await tx.users.ensure(person);
      const tokens = { accessToken: "token" };
      const connection = {
        userId,
        tenantId,
        clientAppId,
        teamsUserId: "29:mira",
        ghUserId: "1",
        ghLogin: "mira",
      };
      const { id: chatOpsUsersId } = await tx.githubUsers.connect({ ...connection, tokens });
      const rows: string[] = [];
      for (const [index, login] of OWNERS.entries()) {
        const { id } = await tx.installations.save({
          clientAppId,
          ghInstallationId: String(installed[index]?.id),
          ghAccountId: String(800_000_000 + index),
          ghAccountLogin: login,
          accountType: "Organization",
          repositorySelection: "all",
          permissions: {},
        });
        rows.push(id);
      }
      for (let index = 0; index < SUBSCRIPTIONS; index += 1) {
        await tx.subscriptions.create({
          ...place,
          clientAppId,
          chatOpsUsersId,
          chatOpsInstallationsId: rows[index % OWNERS.length] ?? "",
          ghArtifactId: String(FIRST_REPOSITORY + index),
          ghArtifactName: nameOf(index),
          ghArtifactType: "Repo",
          settings: { features: DEFAULT_FEATURES },
        });
      }
    });
  } finally {
    await store.close();
  }
}

/** Until the last of its messages is there. */
async function ask({ teams }: ProcessWorld, person: FakePerson, channel: FakeConversation): Promise<number> {
  const startedAt = performance.now();
  const { activityId } = await teams.say(person, channel, "subscribe list");
  const thread = channel.threads.find((root) => root.id === activityId);
  const answers = (): number => thread?.replies.filter((reply) => reply.from === "bot").length ?? 0;
  await teams.waitFor(() => answers() === MESSAGES, DEADLINE_MS);
  return performance.now() - startedAt;
}

/** What so many calls to that GitHub take at best: nothing is read, nothing is sent on. */
async function fetchMany(lab: GitHubLab, calls: number, atOnce: number): Promise<number> {
  const { token } = lab.createUserToken("mira");
  const startedAt = performance.now();
  await mapConcurrently(Array.from({ length: calls }), atOnce, async () => {
    const answer = await fetch(`${lab.apiUrl}/users/mira`, { headers: { authorization: `Bearer ${token}` } });
    if (!answer.ok) throw new Error(`the lab answered ${String(answer.status)}`);
    await answer.arrayBuffer();
  });
  return performance.now() - startedAt;
}
