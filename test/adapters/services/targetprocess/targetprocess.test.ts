import assert from "node:assert/strict";
import { createTargetprocess } from "../../../../src/adapters/services/targetprocess/targetprocess.ts";
import { isFault, type faults } from "../../../../src/core/errors.ts";
import { startLocalServer, type LocalServer } from "../local-server.ts";

const fails = (code: keyof typeof faults) => (error: unknown) => isFault(error, code);

// Answers as dev.targetprocess.com, "REST API v1", shows them; knows nothing of our own types.
const BUG = {
  ResourceType: "Assignable",
  Id: 1234,
  Name: "Stove is cold",
  Description: "<div>It does not heat.</div>",
  ModifyDate: "/Date(1795000000000+0100)/",
  EntityType: { ResourceType: "EntityType", Id: 8, Name: "Bug" },
  EntityState: { ResourceType: "EntityState", Id: 1, Name: "Open", IsInitial: true, IsFinal: false },
  Project: { ResourceType: "Project", Id: 2, Name: "Kitchen" },
  Priority: { Id: 3, Name: "Great" },
  Owner: { ResourceType: "GeneralUser", Id: 1, FirstName: "Mira", LastName: "Chen" },
};

describe("TargetProcess", () => {
  let server: LocalServer;
  const account = (token = "good") => ({ baseUrl: server.url, credentials: { token } });

  beforeEach(async () => {
    server = await startLocalServer((path) => {
      const url = new URL(path, "http://x");
      if (url.searchParams.get("access_token") !== "good") return { status: 401 };
      if (url.pathname === "/api/v1/Users/loggeduser")
        return { json: { ResourceType: "User", Id: 1, FirstName: "Mira", LastName: "Chen", Login: "mira" } };
      return url.pathname === "/api/v1/Assignables/1234" ? { json: BUG } : undefined;
    });
  });
  afterEach(() => {
    server.close();
  });

  it("says whose token it is, and refuses a wrong one without repeating it", async () => {
    const targetprocess = createTargetprocess(server.http);

    assert.deepEqual(await targetprocess.verify(account()), { accountName: "Mira Chen" });
    await assert.rejects(
      targetprocess.verify(account("bad+token")),
      (error) => fails("SERVICE_CREDENTIALS_REFUSED")(error) && !String(error).includes("bad"),
    );
  });

  it("shows an entity by its number", async () => {
    const targetprocess = createTargetprocess(server.http);
    const item = await targetprocess.lookup(account(), "1234");

    assert.deepEqual(
      [item?.key, item?.type, item?.state, item?.body, item?.updatedAt],
      ["#1234", "Bug", "todo", "It does not heat.", new Date(1_795_000_000_000).toISOString()],
    );
    for (const key of ["5", "1234/x", "-1", "", "a"])
      assert.equal(await targetprocess.lookup(account(), key), undefined, key);
  });

  it("reads what a rule posts, and nothing odd", () => {
    const targetprocess = createTargetprocess(server.http);
    const read = (value: unknown) =>
      targetprocess.readWebhook(Buffer.from(JSON.stringify(value)), { baseUrl: server.url });
    const done = { ...BUG, EntityState: { Name: "Done", IsFinal: true } };

    const [event] = read({
      Modification: "Updated",
      Author: "Jon",
      Current: done,
      ChangedFields: ["EntityState"],
    });

    assert.deepEqual(
      [event?.item.source, event?.item.state, event?.note],
      ["Kitchen", "done", "Jon moved it to Done"],
    );
    assert.equal(read({ Modification: "Created", Current: BUG })[0]?.opens, true);
    for (const odd of [{}, [], null, { Current: { Id: "x" } }, { Current: { Id: 1 } }])
      assert.deepEqual(read(odd), []);
  });
});
