import assert from "node:assert/strict";
import { createSprintly } from "../../../../src/adapters/services/sprintly/sprintly.ts";
import { isFault } from "../../../../src/core/errors.ts";
import { startLocalServer, type LocalServer } from "../local-server.ts";

// Answers as support.sprint.ly shows them; knows nothing of our own types.
const PRODUCTS = [
  { id: 1, name: "Old", archived: true, admin: true },
  { id: 2, name: "Kitchen", archived: false, admin: true },
  { id: 3, name: "Garden", archived: false, admin: false },
];
const ITEM = {
  number: 12,
  title: "Stove is cold",
  type: "defect",
  status: "in-progress",
  description: "It does not heat.",
  score: "M",
  last_modified: "2026-11-21T09:00:00+00:00",
  assigned_to: { id: 1, first_name: "Mira", last_name: "Chen" },
  product: { id: 3, name: "Garden", archived: false },
};

describe("Sprintly", () => {
  let server: LocalServer;
  const account = (key = "good") => ({
    baseUrl: server.url,
    credentials: { email: "mira@team.example", key },
  });

  beforeEach(async () => {
    const good = `Basic ${Buffer.from("mira@team.example:good").toString("base64")}`;
    server = await startLocalServer((path, { headers }) => {
      if (headers.authorization !== good) return { status: 401 };
      if (path === "/api/products.json") return { json: PRODUCTS };
      return path === "/api/products/3/items/12.json" ? { json: ITEM } : undefined;
    });
  });
  afterEach(() => {
    server.close();
  });

  it("accepts a key that lists products, refuses another, and says that nobody could hold it against the service", async () => {
    const sprintly = createSprintly(server.http);

    assert.deepEqual(await sprintly.verify(account()), { accountName: "mira@team.example" });
    await assert.rejects(sprintly.verify(account("no")), (error) =>
      isFault(error, "SERVICE_CREDENTIALS_REFUSED"),
    );
    assert.match(sprintly.description.caveat, /could not be found out/);
  });

  it("finds an item in the products that are not archived, or in the one that is named", async () => {
    const sprintly = createSprintly(server.http);
    const item = await sprintly.lookup(account(), "12");

    assert.deepEqual([item?.key, item?.state, item?.facts[0]?.value], ["#12", "doing", "Garden"]);
    assert.ok(!server.asked.some((path) => path.includes("/products/1/")));
    assert.equal(await sprintly.lookup(account(), "kitchen 12"), undefined);
    assert.equal((await sprintly.lookup(account(), "garden #12"))?.key, "#12");
    for (const key of ["", "x", "12/..", "0"])
      assert.equal(await sprintly.lookup(account(), key), undefined, key);
  });

  it("hears of new items, and of nothing else", () => {
    const sprintly = createSprintly(server.http);
    const read = (value: unknown) =>
      sprintly.readWebhook(Buffer.from(JSON.stringify(value)), { baseUrl: server.url });
    const product = { id: 3, name: "Garden" };

    const [event] = read({ product, model: "Item", attributes: { ...ITEM, product: 3 } });

    assert.deepEqual([event?.item.source, event?.opens, event?.item.key], ["Garden", true, "#12"]);
    for (const odd of [
      {},
      { product, model: "Comment", attributes: {} },
      { product, model: "Item", attributes: {} },
      null,
    ])
      assert.deepEqual(read(odd), []);
  });
});
