import assert from "node:assert/strict";
import { HOUR, MINUTE } from "../../../src/core/clock.ts";
import { EMAIL, openAccounts, PASSWORD, type AccountWorld } from "./world.ts";

describe("the API for accounts", () => {
  let world: AccountWorld;
  beforeEach(async () => {
    world = await openAccounts();
    await world.activate(await world.invite());
  });
  afterEach(() => world.close());

  const logIn = (json: unknown = { email: EMAIL, password: PASSWORD }, address?: string) =>
    world.api("POST", "/api/v1/sessions", { json, ...(address !== undefined && { address }) });
  const tokenOf = async () => {
    const { body } = await logIn();
    assert.ok(typeof body["token"] === "string");
    return body["token"];
  };
  const me = (token?: string) => world.api("GET", "/api/v1/me", token === undefined ? {} : { token });

  it("gives a token for email and password, and says until when", async () => {
    const { status, body, headers } = await logIn();

    assert.equal(status, 201);
    assert.deepEqual(Object.keys(body), ["token", "tokenType", "expiresAt"]);
    assert.equal(Date.parse(String(body["expiresAt"])) - world.time.now().getTime(), 12 * HOUR);
    assert.equal(headers.get("cache-control"), "no-store");
    assert.equal(headers.get("set-cookie"), null);
  });

  it("tells who holds a token about themselves", async () => {
    const { status, body } = await me(await tokenOf());

    assert.equal(status, 200);
    const teams: unknown = body["teams"];
    assert.ok(Array.isArray(teams));
    assert.equal(body["email"], EMAIL);
    assert.equal(body["isLinked"], false);
    assert.equal(body["posixName"], null);
    assert.deepEqual(body["keys"], []);
    assert.ok(!JSON.stringify(body).includes("$2b$"));
  });

  it("ends a session", async () => {
    const token = await tokenOf();

    const ended = await world.api("DELETE", "/api/v1/sessions/current", { token });

    assert.equal(ended.status, 204);
    assert.equal((await me(token)).status, 401);
    assert.equal((await world.api("DELETE", "/api/v1/sessions/current", { token })).status, 401);
  });

  it("wants a token", async () => {
    for (const headers of [
      {},
      { authorization: "Bearer" },
      { authorization: "Basic abc" },
      { authorization: `Bearer ${"a".repeat(43)}` },
      { cookie: `ployst_session=${await tokenOf()}` },
    ]) {
      const { status, body, headers: answered } = await world.api("GET", "/api/v1/me", { headers });
      assert.equal(status, 401);
      assert.equal(body["code"], "SESSION_NEEDED");
      assert.match(String(body["message"]), /Sign in first/);
      assert.match(answered.get("www-authenticate") ?? "", /^Bearer/);
    }
  });

  it("answers the same for an unknown address and a wrong password", async () => {
    const wrong = await logIn({ email: EMAIL, password: "not the password" });
    const unknown = await logIn({ email: "nobody@example.test", password: "not the password" });

    assert.equal(wrong.status, 401);
    assert.equal(wrong.body["code"], "LOGIN_WRONG");
    assert.deepEqual(unknown.body, wrong.body);
    assert.equal(unknown.status, wrong.status);
  });

  const malformed: readonly unknown[] = [
    null,
    [],
    "x",
    { email: EMAIL },
    { email: [EMAIL], password: PASSWORD },
    { email: { $gt: "" }, password: PASSWORD },
  ];
  for (const json of malformed)
    it(`refuses ${JSON.stringify(json)}`, async () => {
      const { status, body } = await logIn(json);

      assert.equal(status, 400);
      assert.equal(body["code"], "LOGIN_FORMAT");
    });

  it("refuses what doesn't say that it is JSON, and what is too long", async () => {
    const text = await world.api("POST", "/api/v1/sessions", {
      json: { email: EMAIL, password: PASSWORD },
      headers: { "content-type": "text/plain" },
    });
    const long = await logIn({ email: EMAIL, password: "x".repeat(20_000) });

    assert.equal(text.status, 400);
    assert.equal(long.status, 413);
  });

  it("says when to come back after too many tries", async () => {
    for (let n = 0; n < 5; n += 1) await logIn({ email: EMAIL, password: `guess ${n}` }, `198.51.100.${n}`);

    const slowed = await logIn();
    assert.equal(slowed.status, 429);
    assert.equal(slowed.headers.get("retry-after"), "60");
    assert.equal(slowed.body["code"], "LOGIN_THROTTLED");
    await world.time.advance(MINUTE);

    assert.equal((await logIn()).status, 201);
    assert.deepEqual(world.counted.filter((name) => name.includes("api")).slice(-2), [
      "ployst_logins_total api throttled",
      "ployst_logins_total api done",
    ]);
  });

  it("believes only the proxies of ours about where a try comes from", async () => {
    for (let n = 0; n < 30; n += 1)
      await logIn({ email: `user${n}@example.test`, password: "guess" }, `203.0.113.${n}, 198.51.100.7`);

    assert.equal((await logIn(undefined, "203.0.113.99, 198.51.100.7")).status, 429);
    assert.equal((await logIn(undefined, "198.51.100.7, 198.51.100.8")).status, 201);
  });

  it("compares one password for nobody as for somebody", async () => {
    await logIn({ email: EMAIL, password: "not the password" });
    await logIn({ email: "nobody@example.test", password: "not the password" });

    assert.deepEqual(world.compared, ["somebody's", "nobody's"]);
  });
});
