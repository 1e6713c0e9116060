import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import sinon from "sinon";
import { silentLog } from "../src/core/log.ts";
import { startApp } from "../src/process.ts";
import { newBrowser, followSignIn } from "./support/browser.ts";
import { buttonUrl, startChat, type Chat } from "./support/chat.ts";

const METRICS_TOKEN = "metrics-token-of-the-test";

describe("the server's routes", () => {
  let chat: Chat;
  before(async () => {
    chat = await startChat({ env: { METRICS_TOKEN } });
  });
  after(() => chat.close());

  const at = (path: string): string => `${chat.app.url}${path}`;
  const send = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(at(path), { redirect: "manual", ...init });
  const post = (
    path: string,
    body: string | Buffer,
    headers: Record<string, string> = {},
  ): Promise<Response> =>
    send(path, {
      method: "POST",
      body: typeof body === "string" ? body : new Uint8Array(body),
      headers: { "content-type": "application/json", ...headers },
    });
  /** The status of a request whose body is announced, but never sent. */
  const announce = async (path: string, headers: Record<string, string>): Promise<number | undefined> => {
    const sent = httpRequest(at(path), { method: "POST", headers });
    sent.on("error", () => undefined);
    sent.flushHeaders();
    const [response] = (await once(sent, "response")) as [{ statusCode?: number }];
    sent.destroy();
    return response.statusCode;
  };
  const sign = (body: string): Record<string, string> => ({
    "x-hub-signature-256": `sha256=${createHmac("sha256", chat.lab.app.webhookSecret).update(body).digest("hex")}`,
  });

  describe("/api/messages", () => {
    const activity = {
      type: "message",
      id: "1",
      channelId: "msteams",
      serviceUrl: "http://127.0.0.1:1/",
      text: "help",
      from: { id: "29:x", aadObjectId: "x", name: "X" },
      recipient: { id: "28:bot" },
      conversation: { id: "19:x", conversationType: "channel" },
    };
    const refused: readonly (readonly [string, string, number])[] = [
      ["nothing", "", 400],
      ["no JSON", "{", 400],
      ["a form", "a=b&c=d", 400],
      ["null", "null", 400],
      ["a list", "[]", 400],
      ["a text", '"hello"', 400],
      ["an empty object", "{}", 400],
      ["deep nesting", `${"[".repeat(50_000)}${"]".repeat(50_000)}`, 400],
      ["another channel's activity", JSON.stringify({ ...activity, channelId: "emulator" }), 400],
      ["no sender", JSON.stringify({ ...activity, from: undefined }), 400],
      ["a foreign service URL", JSON.stringify({ ...activity, serviceUrl: "https://evil.example/" }), 403],
      [
        "a disguised service URL",
        JSON.stringify({ ...activity, serviceUrl: "http://127.0.0.1@evil.example/" }),
        403,
      ],
    ];
    for (const [what, body, status] of refused) {
      it(`answers ${what} with ${String(status)}, and says nothing more`, async () => {
        const response = await post("/api/messages", body);

        assert.equal(response.status, status);
        assert.match(await response.text(), /^\{"code":"\w+"\}$/);
      });
    }

    it("does not read more than it must of a body that is too large", async () => {
      assert.equal(await announce("/api/messages", { "content-length": "300000" }), 413);
      assert.equal((await post("/api/messages", "x".repeat(300_000))).status, 413);
    });

    it("takes no compressed body, which could grow", async () => {
      assert.equal((await post("/api/messages", "{}", { "content-encoding": "gzip" })).status, 415);
    });

    it("tells a button of a failure inside, since Teams shows nothing of another HTTP status", async () => {
      const stub = sinon.stub(chat.app.parts.store, "transaction").rejects(new Error("the database is gone"));
      try {
        const invoke = {
          ...activity,
          id: "invoke-1",
          type: "invoke",
          name: "adaptiveCard/action",
          value: { action: { type: "Action.Execute", verb: "cancel", data: { id: "x" } } },
        };

        const response = await post("/api/messages", JSON.stringify(invoke));

        assert.equal(response.status, 200);
        assert.match(await response.text(), /"statusCode":500.*Something broke on our side\. Reference/);
      } finally {
        stub.restore();
      }
    });

    it("lets Teams try a message again that could not be written", async () => {
      const stub = sinon.stub(chat.app.parts.store, "transaction").rejects(new Error("the database is gone"));
      try {
        const response = await post("/api/messages", JSON.stringify({ ...activity, id: "again" }));

        assert.equal(response.status, 500);
        assert.doesNotMatch(await response.text(), /database/);
      } finally {
        stub.restore();
      }
    });
  });

  describe("/github/webhooks", () => {
    const body = JSON.stringify({ zen: "Keep it logically awesome." });
    const headers = { "x-github-event": "ping", "x-github-delivery": "3f1b6c1e-0000-4000-8000-000000000000" };

    it("takes what GitHub signed", async () => {
      const response = await post("/github/webhooks", body, { ...headers, ...sign(body) });

      assert.ok([202, 204].includes(response.status), String(response.status));
    });

    const forged: readonly (readonly [string, Record<string, string>])[] = [
      ["no signature", {}],
      ["an empty one", { "x-hub-signature-256": "" }],
      ["another body's", { "x-hub-signature-256": `sha256=${"0".repeat(64)}` }],
      ["an old kind", { "x-hub-signature": "sha1=0000" }],
      ["one of a wrong length", { "x-hub-signature-256": "sha256=00" }],
    ];
    for (const [what, signature] of forged) {
      it(`refuses ${what} with 401`, async () => {
        assert.equal((await post("/github/webhooks", body, { ...headers, ...signature })).status, 401);
      });
    }

    it("refuses a body that was changed by a blank", async () => {
      assert.equal((await post("/github/webhooks", `${body} `, { ...headers, ...sign(body) })).status, 401);
    });

    it("refuses what is signed but no webhook", async () => {
      assert.equal((await post("/github/webhooks", "{", { ...headers, ...sign("{") })).status, 400);
      assert.equal((await post("/github/webhooks", body, sign(body))).status, 400);
    });

    it("refuses more than GitHub ever sends before it is read", async () => {
      const tooMuch = String(26 * 1024 * 1024);

      assert.equal(await announce("/github/webhooks", { ...headers, "content-length": tooMuch }), 413);
    });
  });

  describe("what isn't there", () => {
    for (const [method, path, status] of [
      ["GET", "/nothing", 404],
      ["POST", "/nothing", 404],
      ["GET", "/api/messages", 405],
      ["DELETE", "/github/webhooks", 405],
      ["POST", "/healthz", 405],
      ["GET", "/static/", 404],
      ["GET", "/static/..%2f..%2fpackage.json", 404],
      ["GET", "/static/%2e%2e/package.json", 404],
      ["GET", "/static/constructor", 404],
      ["GET", "/.env", 404],
    ] as const) {
      it(`${method} ${path} is ${String(status)}, told in JSON or as a page`, async () => {
        const json = await send(path, { method });
        assert.equal(json.status, status);
        assert.match(json.headers.get("content-type") ?? "", /json/);
        if (method !== "GET") return;

        const html = await send(path, { headers: { accept: "text/html" } });
        assert.equal(html.status, status);
        assert.match(html.headers.get("content-type") ?? "", /html/);
      });
    }

    it("survives an address that can't be decoded", async () => {
      assert.ok([400, 404].includes((await send("/static/%E0%A4%A")).status));
    });
  });

  describe("the pages", () => {
    it("shows who lands at the root what this is, with the pages that Teams links to", async () => {
      const root = await fetch(at("/"));
      const page = await root.text();

      assert.equal(new URL(root.url).pathname, "/static/about.html");
      for (const [, link = ""] of page.matchAll(/href="(\/static\/\w+\.html)"/g))
        assert.equal((await send(link)).status, 200, link);
      assert.match(page, /privacy\.html/);
    });

    const headersOf = async (path: string): Promise<Headers> =>
      (await send(path, { headers: { accept: "text/html" } })).headers;

    for (const path of ["/auth/github/start", "/auth/github/callback", "/nothing", "/static/%00"]) {
      it(`${path} runs nothing inline, in no frame, and is not kept`, async () => {
        const headers = await headersOf(path);
        const policy = headers.get("content-security-policy") ?? "";

        assert.match(policy, /default-src 'none'/);
        assert.match(policy, /frame-ancestors 'none'/);
        assert.doesNotMatch(policy, /unsafe|\*/);
        assert.equal(headers.get("x-content-type-options"), "nosniff");
        assert.equal(headers.get("referrer-policy"), "no-referrer");
        assert.equal(headers.get("cache-control"), "no-store");
        assert.equal(headers.get("x-frame-options"), "DENY");
      });
    }

    it("don't say what runs them", async () => {
      const headers = await headersOf("/healthz");

      assert.equal(headers.get("server") ?? "", "");
      assert.equal(headers.get("x-powered-by"), null);
      assert.equal(headers.get("x-content-type-options"), "nosniff");
    });

    const states = [
      "",
      "?state=",
      "?state=x",
      "?state=a.b",
      "?state=a.b.c",
      `?state=${"x".repeat(5_000)}`,
      "?state[]=x",
    ];
    for (const state of states) {
      it(`know no sign-in of ${JSON.stringify(state.slice(0, 20))}`, async () => {
        for (const path of ["start", "callback"]) {
          const response = await send(`/auth/github/${path}${state}`);

          assert.equal(response.status, 410);
          assert.equal(response.headers.get("set-cookie"), null);
        }
      });
    }
  });

  it("a sign-in link that programs look at stays good for its owner", async () => {
    const url = buttonUrl((await chat.ask(chat.mira, "signin")).message);
    for (let look = 0; look < 5; look += 1) {
      const seen = await fetch(url, { redirect: "manual" });
      assert.equal(seen.status, 200);
      assert.equal(seen.headers.get("set-cookie"), null);
    }
    assert.equal((await fetch(url, { method: "HEAD", redirect: "manual" })).status, 405);

    const { code } = await followSignIn(url, "mira", chat.lab);

    assert.match(code, /^\d{6}$/);
  });

  it("binds a sign-in to one browser, by a cookie that no script and no other site can use", async () => {
    const url = buttonUrl((await chat.ask(chat.jon, "signin")).message);

    const started = await fetch(`${url}&go=1`, { redirect: "manual" });
    const other = await newBrowser().open(`${url}&go=1`);

    assert.match(started.headers.get("set-cookie") ?? "", /HttpOnly; SameSite=Lax/);
    assert.match(started.headers.get("set-cookie") ?? "", /Path=\/auth\/github/);
    assert.equal(
      new URL(started.headers.get("location") ?? "").searchParams.get("code_challenge_method"),
      "S256",
    );
    assert.equal(other.status, 403);
  });

  describe("/metrics", () => {
    const refused = [
      "",
      "Bearer",
      "Bearer ",
      `Bearer ${METRICS_TOKEN}x`,
      METRICS_TOKEN,
      `bearer ${METRICS_TOKEN}`,
      "Basic x",
    ];
    for (const authorization of refused) {
      it(`wants its token, not ${JSON.stringify(authorization)}`, async () => {
        const response = await send("/metrics", authorization === "" ? {} : { headers: { authorization } });

        assert.equal(response.status, 403);
        assert.doesNotMatch(await response.text(), /ployst_/);
      });
    }

    it("counts what came in, for who has the token", async () => {
      const response = await send("/metrics", { headers: { authorization: `Bearer ${METRICS_TOKEN}` } });

      assert.equal(response.status, 200);
      assert.match(
        await response.text(),
        /ployst_http_requests_total\{[^}]*route="GET \/metrics"[^}]*status="403"/,
      );
    });

    it("isn't there without a token in the configuration", async () => {
      const other = await startChat();
      try {
        assert.equal((await fetch(`${other.app.url}/metrics`)).status, 404);
      } finally {
        await other.close();
      }
    });
  });

  it("a second server on the same port ends whole, and leaves the first alone", async () => {
    await assert.rejects(startApp(chat.app.parts.config, { log: silentLog }), { code: "EADDRINUSE" });

    assert.match((await chat.ask(chat.eve, "about")).text, /is run by Ployst/);
  });

  describe("health", () => {
    it("is told to whoever asks", async () => {
      for (const path of ["/healthz", "/readyz"])
        for (const method of ["GET", "HEAD"]) assert.equal((await send(path, { method })).status, 200);
    });

    it("is not ready while the database is away, though it lives", async () => {
      const stub = sinon.stub(chat.app.parts.store, "ping").rejects(new Error("password of the database"));
      try {
        const ready = await send("/readyz");

        assert.equal(ready.status, 503);
        assert.doesNotMatch(await ready.text(), /password/);
        assert.equal((await send("/healthz")).status, 200);
      } finally {
        stub.restore();
      }
      assert.equal((await send("/readyz")).status, 200);
    });
  });
});
