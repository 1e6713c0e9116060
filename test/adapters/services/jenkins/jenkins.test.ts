import assert from "node:assert/strict";
import type { JenkinsProvider, ServiceHttp } from "../../../../src/adapters/services/contract/index.ts";
import { createAddressGuard } from "../../../../src/adapters/services/http/address-guard.ts";
import { createServiceHttp } from "../../../../src/adapters/services/http/service-http.ts";
import { createJenkins } from "../../../../src/adapters/services/jenkins/jenkins.ts";
import { isFault, type faults } from "../../../../src/core/errors.ts";
import { startFakeJenkins, type FakeJenkins } from "./fake-jenkins.ts";

const fails = (code: keyof typeof faults) => (error: unknown) => isFault(error, code);

describe("Jenkins", () => {
  let fake: FakeJenkins;
  let http: ServiceHttp;
  let jenkins: JenkinsProvider;
  const mira = () => ({ baseUrl: fake.url, credentials: { user: "mira", token: "11aa" } });

  beforeEach(async () => {
    fake = await startFakeJenkins();
    const guard = createAddressGuard([{ kind: "host", name: "127.0.0.1" }]);
    http = createServiceHttp({ guard, version: "1", timeoutMs: 1_000 });
    jenkins = createJenkins(http);
  });
  afterEach(() => {
    http.close();
    fake.close();
  });

  it("says whose token it is, and takes no anonymous one for a person", async () => {
    assert.deepEqual(await jenkins.verify(mira()), { accountName: "mira" });

    await assert.rejects(
      jenkins.verify({ baseUrl: fake.url, credentials: { user: "mira", token: "no" } }),
      fails("SERVICE_CREDENTIALS_REFUSED"),
    );
  });

  it("shows a job's last build, and a build by its number, with addresses of ours", async () => {
    const running = await jenkins.lookup(mira(), "team/app");
    fake.finish("UNSTABLE");
    const done = await jenkins.lookup(mira(), "team/app #7");

    assert.deepEqual(
      [running?.state, running?.stateText, running?.key],
      ["running", "Running", "team/app #7"],
    );
    assert.deepEqual([done?.state, done?.stateText], ["unstable", "Unstable"]);
    assert.equal(done?.url, `${fake.url}/job/team/job/app/7/`);
    assert.deepEqual(done.facts[1], { name: "Took", value: "61 s" });
    assert.equal(done.subjectKey, running?.subjectKey);
  });

  it("has nothing for folders, for what isn't there, and for what is no name", async () => {
    for (const key of ["team", "nosuch", "team/app #8", "../script", "team//app", "", "/"])
      assert.equal(await jenkins.lookup(mira(), key), undefined, key);
    assert.ok(fake.asked.every(({ path }) => !path.includes("/script")));
  });

  it("asks for a build once, with its parameters, and follows it out of the queue to its console", async () => {
    const { queueId } = await jenkins.build(mira(), "team/app", { BRANCH: "a&b=c", EMPTY: "" });
    assert.equal(fake.asked[0]?.body, "BRANCH=a%26b%3Dc&EMPTY=");
    assert.deepEqual(await jenkins.findQueued(mira(), queueId), {
      kind: "waiting",
      why: "Waiting for next available executor",
    });
    fake.leaveQueue();
    assert.deepEqual(await jenkins.findQueued(mira(), queueId), { kind: "started", number: 7 });
    const first = await jenkins.readConsole(mira(), "team/app", 7, 0);
    fake.finish("SUCCESS");
    const rest = await jenkins.readConsole(mira(), "team/app", 7, first.next);

    assert.match(first.text, /Grüße/);
    assert.deepEqual([first.isOpen, rest.isOpen, rest.text], [true, false, ""]);
    assert.equal(fake.asked.filter(({ method }) => method === "POST").length, 1);
  });

  it("knows what a build was given, but for what Jenkins keeps to itself", async () => {
    fake.parameters = [{ name: "BRANCH", value: "main" }, { name: "DRY", value: true }, { name: "PASSWORD" }];

    assert.deepEqual(await jenkins.findParameters(mira(), "team/app", 7), [
      { name: "BRANCH", value: "main" },
      { name: "DRY", value: "true" },
      { name: "PASSWORD" },
    ]);
    assert.equal(await jenkins.findParameters(mira(), "team/app", 8), undefined);
  });

  it("builds without parameters, and says what isn't there", async () => {
    await jenkins.build(mira(), "team/app", {});
    assert.equal(fake.asked[0]?.path, "/job/team/job/app/build");

    await assert.rejects(jenkins.build(mira(), "nosuch", {}), fails("SERVICE_ITEM_MISSING"));
    assert.equal(await jenkins.findQueued(mira(), "99"), undefined);
  });
});

describe("Jenkins' notifications", () => {
  const jenkins = createJenkins({} as ServiceHttp);
  const account = { baseUrl: "https://jenkins.example" };
  const body = (phase: string, build: object = {}): Buffer =>
    Buffer.from(
      JSON.stringify({
        name: "app",
        display_name: "app",
        url: "job/team/job/my%20app/",
        build: {
          full_url: "https://jenkins.example/job/team/job/my%20app/7/",
          number: 7,
          queue_id: 3,
          timestamp: 1_795_000_000_000,
          duration: 61_000,
          phase,
          status: "FAILURE",
          url: "job/team/job/my%20app/7/",
          scm: { branch: "origin/main", commit: "0123456789abcdef" },
          ...build,
        },
      }),
    );

  it("open a card when a build begins, whatever the one before was", () => {
    const [event] = jenkins.readWebhook(body("STARTED"), account);

    assert.ok(event?.opens);
    assert.equal(event.item.source, "team/my app");
    assert.deepEqual([event.item.state, event.note], ["running", undefined]);
  });

  it("change it when it ends, with a line if it failed; the last word comes later than the first", () => {
    const [began] = jenkins.readWebhook(body("STARTED"), account);
    const [event] = jenkins.readWebhook(body("COMPLETED"), account);
    const [final] = jenkins.readWebhook(body("FINALIZED"), account);

    assert.deepEqual(
      [event?.opens, event?.item.state, event?.note],
      [false, "failure", "team/my app #7: Failed"],
    );
    assert.equal(event?.item.subjectKey, began?.item.subjectKey);
    assert.ok((event?.item.updatedAt ?? "") > (began?.item.updatedAt ?? ""));
    assert.equal(final?.note, undefined);
    assert.deepEqual(
      jenkins.readWebhook(body("COMPLETED", { status: "SUCCESS" }), account)[0]?.note,
      undefined,
    );
  });

  it("lead to nobody else's pages, and never break on what is odd", async () => {
    const [event] = jenkins.readWebhook(body("STARTED", { full_url: "https://evil.example/x" }), account);
    assert.equal(event?.item.url, "https://jenkins.example/job/team/job/my%20app/7/");
    for (const odd of [
      "",
      "[]",
      '{"name":1}',
      body("QUEUED").toString(),
      '{"name":"a","build":{"phase":"STARTED"}}',
    ])
      assert.deepEqual(jenkins.readWebhook(Buffer.from(odd), account), []);
    const same = await jenkins.proveWebhook({ headers: {}, body: body("STARTED") }, account, "s");

    assert.deepEqual(same, await jenkins.proveWebhook({ headers: {}, body: body("STARTED") }, account, "s"));
  });
});
