import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import type { JiraProvider, ServiceHttp } from "../../../../src/adapters/services/contract/index.ts";
import { createAddressGuard } from "../../../../src/adapters/services/http/address-guard.ts";
import { createServiceHttp } from "../../../../src/adapters/services/http/service-http.ts";
import { createJira } from "../../../../src/adapters/services/jira/jira.ts";
import { isFault, type faults } from "../../../../src/core/errors.ts";
import { startFakeJira, type FakeJira } from "../../../../demo/jira/index.ts";

describe("Jira", () => {
  let fake: FakeJira;
  let http: ServiceHttp;
  let jira: JiraProvider;
  const cloud = () => ({ baseUrl: fake.url, credentials: { email: "mira@team.example", token: "good" } });
  const fails =
    (code: keyof typeof faults, words = /./) =>
    (error: unknown) =>
      isFault(error, code) && words.test(error.sentence) && !error.sentence.includes("good");

  beforeEach(async () => {
    fake = await startFakeJira();
    http = createServiceHttp({
      guard: createAddressGuard([{ kind: "host", name: "127.0.0.1" }]),
      version: "1",
      timeoutMs: 1_000,
    });
    jira = createJira(http);
  });
  afterEach(() => {
    http.close();
    fake.close();
  });

  it("says whose token it is, in Cloud and in Data Center", async () => {
    assert.deepEqual(await jira.verify(cloud()), { accountName: "Mira Chen" });
    await jira.verify({ baseUrl: fake.url, credentials: { token: "good" } });

    assert.deepEqual(
      fake.asked.map(({ authorization }) => authorization.split(" ")[0]),
      ["Basic", "Bearer"],
    );
  });

  it("refuses a wrong token, and what is no Jira", async () => {
    const wrong = { baseUrl: fake.url, credentials: { email: "mira@team.example", token: "bad" } };
    await assert.rejects(jira.verify(wrong), fails("SERVICE_CREDENTIALS_REFUSED"));
    fake.broken = { status: 200, body: "<title>Log in</title>" };
    await assert.rejects(jira.verify(cloud()), fails("SERVICE_NOT_UNDERSTOOD"));
    fake.broken = { status: 404, body: "" };

    await assert.rejects(jira.verify(cloud()), fails("SERVICE_NOT_UNDERSTOOD"));
  });

  it("shows an issue", async () => {
    const item = await jira.lookup(cloud(), "proj-1");

    assert.deepEqual(item, {
      key: "PROJ-1",
      subjectKey: `jira:${fake.url}#10002`,
      source: "PROJ",
      type: "Bug",
      title: "Stove is *cold*",
      url: `${fake.url}/browse/PROJ-1`,
      stateText: "To Do",
      state: "todo",
      facts: [
        { name: "Assignee", value: "nobody" },
        { name: "Reporter", value: "Mira <at>Chen</at>" },
        { name: "Priority", value: "High" },
        { name: "Labels", value: "kitchen" },
      ],
      body: "It does not heat.",
      updatedAt: "2026-11-21T09:00:00.000Z",
    });
  });

  it("has nothing for what isn't there, and asks nothing for what can't be a key", async () => {
    assert.equal(await jira.lookup(cloud(), "PROJ-2"), undefined);
    const before = fake.asked.length;
    for (const key of ["../myself", "PROJ", "PROJ-1?x=", "-1", "P/1-1", ""])
      assert.equal(await jira.lookup(cloud(), key), undefined);

    assert.equal(fake.asked.length, before);
  });

  it("comments, moves and creates, each with one request", async () => {
    await jira.comment(cloud(), "PROJ-1", "Grüße\n{code}");
    const [finish] = await jira.listTransitions(cloud(), "PROJ-1");
    assert.deepEqual(finish, { id: "31", name: "Finish", to: "Done" });
    await jira.transition(cloud(), "PROJ-1", finish.id);
    const made = await jira.create(cloud(), { project: "proj", type: "Bug", summary: "S" });

    assert.deepEqual(fake.comments, ["Grüße\n{code}"]);
    assert.deepEqual([made.key, made.state], ["PROJ-1", "done"]);
    assert.equal(fake.asked.filter(({ method }) => method === "POST").length, 3);
  });

  it("gives Jira's own reason where it refuses", async () => {
    await assert.rejects(
      jira.create(cloud(), { project: "PROJ", type: "Nonsense", summary: "S" }),
      fails("SERVICE_REFUSED", /Specify a valid issue type/),
    );
    await assert.rejects(jira.transition(cloud(), "PROJ-1", "99"), fails("SERVICE_REFUSED", /workflow/));
    await assert.rejects(jira.comment(cloud(), "PROJ-2", "x"), fails("SERVICE_ITEM_MISSING", /PROJ-2/));
    await assert.rejects(jira.comment(cloud(), "../x", "x"), fails("SERVICE_ITEM_MISSING"));
  });

  it("sends what writes only once, even when Jira breaks off", async () => {
    fake.broken = { status: 503, body: "" };

    await assert.rejects(jira.comment(cloud(), "PROJ-1", "x"), fails("SERVICE_UNREACHABLE"));
    assert.equal(fake.asked.length, 1);
  });
});

describe("Jira's webhooks", () => {
  const jira = createJira({} as ServiceHttp);
  const account = { baseUrl: "https://example.atlassian.net" };
  const fields = {
    summary: "Stove",
    status: { name: "In Progress", statusCategory: { key: "indeterminate" } },
    project: { key: "PROJ" },
  };
  const payload = (more: object): Buffer =>
    Buffer.from(
      JSON.stringify({
        timestamp: 1,
        issue: { id: "10002", key: "PROJ-1", fields },
        user: { displayName: "Mira" },
        ...more,
      }),
    );
  const signed = (body: Buffer, secret: string) => ({
    "x-hub-signature": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
    "x-atlassian-webhook-identifier": "abc-1",
  });

  it("are accepted with the secret's signature over the raw bytes, and named by Jira", async () => {
    const body = payload({ webhookEvent: "jira:issue_created" });

    assert.deepEqual(await jira.proveWebhook({ headers: signed(body, "s3"), body }, account, "s3"), {
      kind: "accepted",
      deliveryId: "abc-1",
      event: "jira:issue_created",
    });
  });

  it("are refused without it, with another's, and when a byte was changed", async () => {
    const body = payload({ webhookEvent: "jira:issue_created" });
    const headers = signed(body, "s3");
    const changed = Buffer.from(body.toString().replace("Stove", "Stave"));
    const tries = [
      { headers: {}, body },
      { headers: signed(body, "other"), body },
      { headers, body: changed },
      { headers: { "x-hub-signature": "sha256=" }, body },
    ];
    for (const one of tries) assert.equal((await jira.proveWebhook(one, account, "s3")).kind, "refused");
  });

  const told: readonly (readonly [string, object, { opens: boolean; note?: string } | undefined])[] = [
    ["a new issue opens a card", { webhookEvent: "jira:issue_created" }, { opens: true }],
    [
      "a move is told",
      {
        webhookEvent: "jira:issue_updated",
        changelog: { items: [{ field: "status", fromString: "To Do", toString: "In Progress" }] },
      },
      { opens: false, note: "Mira moved it from To Do to In Progress" },
    ],
    [
      "an assignment is told",
      { webhookEvent: "jira:issue_updated", changelog: { items: [{ field: "assignee", toString: "Jon" }] } },
      { opens: false, note: "Mira assigned it to Jon" },
    ],
    [
      "another change only changes the card",
      { webhookEvent: "jira:issue_updated", changelog: { items: [{ field: "labels", toString: "x" }] } },
      { opens: false },
    ],
    [
      "a comment is told",
      { webhookEvent: "comment_created", comment: { body: "Hi", author: { displayName: "Mira" } } },
      { opens: false, note: "Mira commented: Hi" },
    ],
    ["a deletion is told", { webhookEvent: "jira:issue_deleted" }, { opens: false, note: "Mira deleted it" }],
    ["what nobody follows is nothing", { webhookEvent: "sprint_started", issue: undefined }, undefined],
  ];
  for (const [what, more, expected] of told)
    it(`say what happened: ${what}`, () => {
      const [event, ...others] = jira.readWebhook(payload(more), account);

      assert.equal(others.length, 0);
      assert.deepEqual(
        event && { opens: event.opens, ...(event.note !== undefined && { note: event.note }) },
        expected,
      );
      if (event !== undefined) assert.deepEqual([event.item.source, event.item.key], ["PROJ", "PROJ-1"]);
    });

  it("never break on what is odd", () => {
    for (const body of [
      "",
      "[]",
      "null",
      '{"webhookEvent":1}',
      '{"webhookEvent":"jira:issue_created","issue":{"key":1}}',
    ])
      assert.deepEqual(jira.readWebhook(Buffer.from(body), account), []);
  });
});
