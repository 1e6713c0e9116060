import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { addMilliseconds, HOUR, MINUTE, systemClock } from "../../src/core/clock.ts";
import { silentLog } from "../../src/core/log.ts";
import { systemTimers } from "../../src/core/timers.ts";
import { sweepDeliveries } from "../../src/features/notifications/sweep-run.ts";
import { startApp, type RunningApp } from "../../src/process.ts";
import { aGroup } from "../adapters/store/suite/deployments.ts";
import { aProject } from "../adapters/store/suite/projects.ts";
import { readable, startChat, type Chat } from "../support/chat.ts";
import { makeTeamSite } from "../support/team-site.ts";

const REPOSITORY = "contoso/tools";
const ATTEMPTS = /deliveries\/\d+\/attempts/;

describe("what was missed or died", () => {
  let chat: Chat;
  /** The app that was started after the downtime; Mira is its administrator. */
  let app: RunningApp | undefined;

  beforeEach(async () => {
    chat = await startChat();
    await chat.lab.install("contoso", "all");
    await chat.signIn(chat.mira, "mira");
    await chat.ask(chat.mira, `subscribe ${REPOSITORY}`);
    await chat.lab.settled();
  });
  afterEach(async () => {
    await app?.stop(1_000);
    app = undefined;
    await chat.close();
  });

  const open = (title: string): Promise<unknown> =>
    chat.lab.openIssue(REPOSITORY, { by: "jon", title, body: "", labels: [] });
  const roots = (text: RegExp): number =>
    chat.channel.threads.filter((one) => one.from === "bot" && text.test(readable(one))).length;
  const restart = async (): Promise<RunningApp> => {
    const { config } = chat.app.parts;
    app = await startApp({ ...config, admin: { users: [chat.mira.aadObjectId] } }, { log: silentLog });
    return app;
  };

  it("comes once the app is back, and once only", async () => {
    await chat.app.stop(1_000);
    for (const title of ["First missed", "Second missed", "Third missed"]) await open(title);
    await chat.lab.settled();
    const { parts } = await restart();
    chat.lab.clearRequests();

    await parts.sweep.sweep();
    await chat.lab.settled();
    await chat.teams.world.waitFor(() => roots(/First missed|Second missed|Third missed/) === 3);

    const [{ store, github, log }, clock] = [parts, systemClock];
    const again = await sweepDeliveries(
      { store, hookDeliveries: github.hookDeliveries, clock, timers: systemTimers, log, rememberedDays: 14 },
      { signal: new AbortController().signal, until: addMilliseconds(clock.now(), MINUTE) },
    );
    await chat.lab.settled();
    const asked = chat.lab.requests.filter(({ path }) => ATTEMPTS.test(path));
    assert.equal(again.redelivered, 0);
    assert.equal(asked.length, 3);
    // GitHub may repeat a delivery that we have, too.
    const guids = new Set(chat.lab.deliveries.slice(-3).map(({ guid }) => guid));
    for (const guid of guids) await chat.lab.redeliver(guid);
    await open("Told after all");
    await chat.teams.world.waitFor(() => roots(/Told after all/) === 1);
    for (const title of [/First missed/, /Second missed/, /Third missed/]) assert.equal(roots(title), 1);
  });

  it("is listed for an administrator, who sets it going again", async () => {
    await plantDeployment();
    await open("Alive");
    await chat.teams.world.waitFor(() => roots(/Alive/) === 1);
    await chat.app.stop(1_000);
    const { parts } = await restart();
    await plantDead(parts, "Back from the dead");

    const listed = await chat.ask(chat.mira, "queue");
    assert.match(listed.text, /#1 of Shop, team Platform\n✋ Waits for approval · since/);
    assert.match(listed.text, /1 failed for good[^]*issues opened[^]*the database was away/);
    const id = /queue retry ([0-9a-f]{8})/.exec(listed.text)?.[1] ?? "";
    assert.match((await chat.ask(chat.mira, "queue retry 00000000")).text, /Nothing that failed/);
    assert.match((await chat.ask(chat.mira, `queue retry ${id}`)).text, /being tried again/);

    await chat.teams.world.waitFor(() => roots(/Back from the dead/) === 1);
    assert.match((await chat.ask(chat.mira, "queue")).text, /Nothing failed for good/);
    assert.match((await chat.ask(chat.mira, "queue retry all")).text, /nothing to try again/);
  });

  async function plantDeployment(): Promise<void> {
    const { teamId, ownerId } = await makeTeamSite(chat, chat.mira);
    await chat.app.parts.store.transaction(async (tx) => {
      const project = await tx.projects.create(aProject(teamId));
      assert.ok(project);
      const expiresAt = addMilliseconds(systemClock.now(), HOUR);
      await tx.deployments.create(
        aGroup(
          { teamId, userId: ownerId, servers: [], project },
          { state: "pending_approval", approvalsNeeded: 1, expiresAt },
        ),
      );
    });
  }

  it("is to everybody else what their team deploys", async () => {
    await plantDeployment();

    const { text } = await chat.ask(chat.mira, "queue");

    assert.match(
      text,
      /^Queue of team Platform\nDeployments\n#1 of Shop, team Platform\n✋ Waits for approval/,
    );
    assert.doesNotMatch(text, /Messages|Jobs|failed for good/);
    assert.match((await chat.ask(chat.jon, "queue")).text, /aren't in a team yet/);
    const own = chat.teams.personalChat(chat.jon);
    await chat.ask(chat.jon, "team create Elsewhere", own);
    assert.match(
      (await chat.ask(chat.jon, "queue", own)).text,
      /^Queue of team Elsewhere\nNo deployment runs/,
    );
    assert.match((await chat.ask(chat.jon, "queue retry all", own)).text, /administrator/);
  });

  /** A delivery of which the job gave up, as it stands in the store after that. */
  async function plantDead({ store }: RunningApp["parts"], title: string): Promise<void> {
    const now = systemClock.now();
    const sent = chat.lab.deliveries.find(({ event }) => event === "issues");
    assert.ok(sent);
    const body = sent.body
      .replaceAll('"Alive"', JSON.stringify(title))
      .replace(/"number":\d+/g, '"number":77');
    const ids = {
      installationId: String(sent.installationId ?? ""),
      repositoryId: String(sent.repositoryId ?? ""),
    };
    const delivery = { guid: randomUUID(), source: "github", event: "issues", action: "opened", ...ids };
    await store.transaction(async (tx) => {
      const [accepted] = await tx.deliveries.accept([{ ...delivery, payload: Buffer.from(body) }]);
      const jobId = accepted?.jobId ?? "";
      await tx.jobs.claim(jobId, "test", addMilliseconds(now, MINUTE), addMilliseconds(now, HOUR));
      await tx.jobs.die(jobId, "test", "STORE_UNREACHABLE");
      await tx.deliveries.markDead(accepted?.id ?? "", "Error: the database was away");
    });
  }
});
