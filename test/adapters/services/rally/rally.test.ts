import assert from "node:assert/strict";
import { createRally } from "../../../../src/adapters/services/rally/rally.ts";
import { isFault, type faults } from "../../../../src/core/errors.ts";
import { startLocalServer, type LocalServer } from "../local-server.ts";

const fails = (code: keyof typeof faults) => (error: unknown) => isFault(error, code);

// Answers as rally1.rallydev.com/slm/doc/webservice shows them; knows nothing of our own types.
const STORY = {
  _rallyAPIMajor: "2",
  _ref: "https://rally1.rallydev.com/slm/webservice/v2.0/hierarchicalrequirement/99",
  _refObjectName: "Heat the stove",
  ObjectID: 99,
  FormattedID: "US123",
  Name: "Heat the stove",
  ScheduleState: "In-Progress",
  Owner: { _refObjectName: "Mira" },
  Project: { _refObjectName: "Kitchen" },
  Description: "<p>As a <b>cook</b>&nbsp;I want</p><script>x</script>",
  LastUpdateDate: "2026-11-21T09:00:00.000Z",
  PlanEstimate: 5,
  _type: "HierarchicalRequirement",
};

describe("Rally", () => {
  let server: LocalServer;
  const account = (key = "good") => ({ baseUrl: server.url, credentials: { key } });

  beforeEach(async () => {
    server = await startLocalServer((path, { headers }) => {
      if (headers["zsessionid"] !== "good") return { status: 401 };
      if (path === "/slm/webservice/v2.0/user")
        return { json: { User: { UserName: "mira@team.example", DisplayName: "Mira" } } };
      if (path.includes("DE666"))
        return { json: { QueryResult: { Errors: ["Not authorized to perform action"], Results: [] } } };
      const isStory =
        path.startsWith("/slm/webservice/v2.0/hierarchicalrequirement?") && path.includes("US123");
      return {
        json: {
          QueryResult: { Errors: [], Warnings: [], TotalResultCount: 1, Results: isStory ? [STORY] : [] },
        },
      };
    });
  });
  afterEach(() => {
    server.close();
  });

  it("says whose key it is, and refuses a wrong one", async () => {
    const rally = createRally(server.http);

    assert.deepEqual(await rally.verify(account()), { accountName: "Mira" });
    await assert.rejects(rally.verify(account("no")), fails("SERVICE_CREDENTIALS_REFUSED"));
  });

  it("shows a story by its id, its description without markup", async () => {
    const item = await createRally(server.http).lookup(account(), "us123");

    assert.deepEqual(
      [item?.key, item?.type, item?.state, item?.stateText, item?.body],
      ["US123", "Story", "doing", "In-Progress", "As a cook I want\nx"],
    );
    assert.deepEqual(
      item?.facts.map(({ name }) => name),
      ["Owner", "Project", "Estimate"],
    );
  });

  it("has nothing for other ids, and says errors that come with status 200", async () => {
    const rally = createRally(server.http);
    for (const key of ["US124", "XX1", "US", 'US1" OR (1=1', "123"])
      assert.equal(await rally.lookup(account(), key), undefined, key);

    await assert.rejects(rally.lookup(account(), "DE666"), fails("SERVICE_REFUSED"));
    assert.equal(server.asked.length, 2);
  });

  it("reads webhooks whatever ids a workspace gives its attributes, and nothing odd", () => {
    const rally = createRally(server.http);
    const attributes = (values: Readonly<Record<string, unknown>>): object =>
      Object.fromEntries(
        Object.entries(values).map(([name, value], index) => [`uuid-${String(index)}`, { name, value }]),
      );
    const body = (more: object = {}): Buffer =>
      Buffer.from(
        JSON.stringify({
          message: {
            action: "Updated",
            object_type: "HierarchicalRequirement",
            state: attributes({
              ObjectID: 99,
              FormattedID: "US123",
              Name: "Heat",
              Project: { name: "Kitchen" },
              ScheduleState: { name: "Accepted" },
            }),
            changes: attributes({ ScheduleState: { name: "Accepted" } }),
            transaction: { user: { username: "Mira" } },
            ...more,
          },
        }),
      );

    const [event] = rally.readWebhook(body(), { baseUrl: server.url });

    assert.deepEqual(
      [event?.item.source, event?.item.state, event?.note, event?.opens],
      ["Kitchen", "done", "Mira moved it to Accepted", false],
    );
    assert.equal(rally.readWebhook(body({ action: "Created" }), { baseUrl: server.url })[0]?.opens, true);
    for (const odd of ["", "[]", '{"message":{}}', '{"message":{"state":{"a":1}}}'])
      assert.deepEqual(rally.readWebhook(Buffer.from(odd), { baseUrl: server.url }), []);
  });
});
