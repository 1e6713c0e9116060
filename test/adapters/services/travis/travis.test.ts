import assert from "node:assert/strict";
import { createSign, generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { ServiceHttp, TravisProvider } from "../../../../src/adapters/services/contract/index.ts";
import { createAddressGuard } from "../../../../src/adapters/services/http/address-guard.ts";
import { createServiceHttp } from "../../../../src/adapters/services/http/service-http.ts";
import { createTravis } from "../../../../src/adapters/services/travis/travis.ts";
import { isFault, type faults } from "../../../../src/core/errors.ts";
import { ManualTime } from "../../../support/manual-time.ts";

const fails = (code: keyof typeof faults) => (error: unknown) => isFault(error, code);
const newKey = () => generateKeyPairSync("rsa", { modulusLength: 2_048 });

describe("Travis CI", () => {
  let server: Server;
  let http: ServiceHttp;
  let travis: TravisProvider;
  let time: ManualTime;
  let key = newKey();
  let asked: { readonly request: string; readonly body: string }[];
  let url: string;
  const account = () => ({ baseUrl: url, credentials: { token: "tok" } });
  const build = {
    "@type": "build",
    id: 86601346,
    number: "1045",
    state: "failed",
    duration: 300,
    event_type: "push",
    started_at: "2026-11-21T09:00:00Z",
    finished_at: "2026-11-21T09:05:00Z",
    repository: { slug: "octo/hello" },
    branch: { name: "main" },
    commit: { sha: "0123456789abcdef", message: "Mend it\n\nlong" },
    created_by: { login: "mira" },
  };

  // As developer.travis-ci.com describes API v3; knows nothing of our own types.
  before(async () => {
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        const { method = "", url: path = "", headers } = request;
        asked.push({ request: `${method} ${path}`, body });
        const json = (value: unknown, status = 200): void =>
          void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
        if (path === "/config") {
          const pem = key.publicKey.export({ type: "spki", format: "pem" });
          json({ config: { host: "travis-ci.com", notifications: { webhook: { public_key: pem } } } });
        } else if (headers.authorization !== "token tok" || headers["travis-api-version"] !== "3")
          json({ "@type": "error", error_type: "login_required" }, 403);
        else if (path === "/user") json({ "@type": "user", login: "mira" });
        else if (path === "/build/86601346") json(build);
        else if (path.startsWith("/repo/octo%2Fhello/builds?"))
          json({ builds: path.includes("branch.name=empty") ? [] : [build] });
        else if (method === "POST" && /^\/build\/86601346\/(?:restart|cancel)$/.test(path)) json({}, 202);
        else if (method === "POST" && path === "/repo/octo%2Fhello/requests")
          json({ remaining_requests: 9 }, 202);
        else json({ "@type": "error", error_type: "not_found" }, 404);
      });
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    url = typeof address === "object" && address !== null ? `http://127.0.0.1:${String(address.port)}` : "";
  });
  beforeEach(() => {
    asked = [];
    time = new ManualTime();
    const guard = createAddressGuard([{ kind: "host", name: "127.0.0.1" }]);
    http = createServiceHttp({ guard, version: "1", timeoutMs: 1_000 });
    travis = createTravis(http, time);
  });
  afterEach(() => {
    http.close();
  });
  after(() => {
    server.close();
  });

  it("says whose token it is, and refuses a wrong one", async () => {
    assert.deepEqual(await travis.verify(account()), { accountName: "mira" });

    await assert.rejects(
      travis.verify({ baseUrl: url, credentials: { token: "no" } }),
      fails("SERVICE_FORBIDDEN"),
    );
  });

  it("shows a build by its number and a repository's latest one", async () => {
    const item = await travis.lookup(account(), "86601346");

    assert.deepEqual(
      [item?.key, item?.state, item?.title, item?.url],
      ["octo/hello #1045", "failure", "Mend it", `${url}/octo/hello/builds/86601346`],
    );
    assert.deepEqual(await travis.lookup(account(), "octo/hello"), item);
    assert.equal(await travis.findLatest(account(), "octo/hello", "empty"), undefined);
    for (const odd of ["1", "octo/nosuch", "octo", "../user", "a/b/c", ""])
      assert.equal(await travis.lookup(account(), odd), undefined, odd);
  });

  it("restarts, cancels and asks for builds, once each", async () => {
    await travis.restart(account(), "86601346");
    await travis.cancel(account(), "86601346");
    await travis.trigger(account(), { repository: "octo/hello", branch: "main", message: "By Mira" });

    assert.deepEqual(
      asked.map(({ request }) => request),
      ["POST /build/86601346/restart", "POST /build/86601346/cancel", "POST /repo/octo%2Fhello/requests"],
    );
    assert.equal(asked[2]?.body, '{"request":{"branch":"main","message":"By Mira"}}');
    await assert.rejects(travis.restart(account(), "7"), fails("SERVICE_ITEM_MISSING"));
    await assert.rejects(async () => travis.restart(account(), "7/../x"), fails("SERVICE_ITEM_MISSING"));
  });

  describe("'s webhooks", () => {
    const payload = (more: object = {}): string =>
      JSON.stringify({
        id: 86601346,
        number: "1045",
        status: 1,
        status_message: "Broken",
        duration: 300,
        finished_at: "2026-11-21T09:05:00Z",
        branch: "main",
        commit: "0123456789abcdef",
        message: "Mend it",
        author_name: "Mira",
        type: "push",
        build_url: "https://evil.example/x",
        repository: { id: 1, name: "hello", owner_name: "octo" },
        ...more,
      });
    const bodyOf = (text: string): Buffer => Buffer.from(new URLSearchParams({ payload: text }).toString());
    const signed = (text: string) => ({
      signature: createSign("sha1").update(text).sign(key.privateKey, "base64"),
      "travis-repo-slug": "octo/hello",
    });
    const prove = (text: string, headers: Record<string, string>, body = bodyOf(text)) =>
      travis.proveWebhook({ headers, body }, { baseUrl: url }, "");
    const configs = () => asked.filter(({ request }) => request === "GET /config").length;

    it("are proven by the host's key, which is asked for once", async () => {
      const text = payload();
      assert.equal((await prove(text, signed(text))).kind, "accepted");
      assert.equal((await prove(payload({ id: 2 }), signed(payload({ id: 2 })))).kind, "accepted");

      assert.equal(configs(), 1);
    });

    it("are refused unsigned, changed, or signed by another key", async () => {
      const text = payload();
      const other = createSign("sha1").update(text).sign(newKey().privateKey, "base64");
      for (const [headers, body] of [
        [{}, bodyOf(text)],
        [signed(text), bodyOf(payload({ id: 3 }))],
        [{ signature: other }, bodyOf(text)],
        [{ signature: "?" }, bodyOf(text)],
        [signed(text), Buffer.from("nothing=1")],
      ] as const)
        assert.equal((await prove(text, headers, body)).kind, "refused");
    });

    it("are proven by a new key after it changed, and forged ones make nobody ask all the time", async () => {
      const text = payload();
      await prove(text, signed(text));
      key = newKey();
      await time.advance(61_000);
      assert.equal((await prove(text, signed(text))).kind, "accepted");
      const before = configs();
      for (let i = 0; i < 5; i++) await prove(text, { signature: "AAAA" });

      assert.equal(configs(), before);
    });

    it("tell of a build; only what is worth it makes a line", () => {
      const [broken] = travis.readWebhook(bodyOf(payload()), { baseUrl: url });
      const [passed] = travis.readWebhook(bodyOf(payload({ status_message: "Passed" })), { baseUrl: url });

      assert.deepEqual([broken?.item.source, broken?.note], ["octo/hello", "octo/hello #1045: Broken"]);
      assert.equal(broken?.item.url, `${url}/octo/hello/builds/86601346`);
      assert.deepEqual([passed?.item.state, passed?.note], ["success", undefined]);
      for (const odd of ["", "{}", "null", '{"id":"x"}'])
        assert.deepEqual(travis.readWebhook(bodyOf(odd), { baseUrl: url }), []);
    });
  });
});
