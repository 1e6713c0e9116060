import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { RequestListener, Server } from "node:http";
import { once } from "node:events";
import nock from "nock";
import { isFault } from "../../../../src/core/errors.ts";
import { until } from "../../../support/until.ts";
import { API, makeGitHub, MESSAGE, REPOSITORY, WEB, withoutNetwork } from "../make-github.ts";

const EXCHANGE = { code: "c", codeVerifier: "v", redirectUri: "https://ployst.test/cb" };

describe("calls to GitHub", () => {
  withoutNetwork();

  it("name the product and its version, and carry the person's token", async () => {
    nock(API)
      .get("/repos/contoso/web")
      .matchHeader("user-agent", /^ployst\/1\.2\.3 /)
      .matchHeader("authorization", "Bearer ghu_mira")
      .reply(200, REPOSITORY);

    const repository = await makeGitHub().asPerson("ghu_mira").findRepository("contoso", "web");

    assert.equal(repository?.id, "3000000019");
  });

  it("repeat a GET twice, waiting longer each time, and then give up", async () => {
    nock(API).get("/repos/contoso/web").times(3).reply(502, "<html>");
    const github = makeGitHub();

    await assert.rejects(github.asPerson("t").findRepository("contoso", "web"), (error) =>
      isFault(error, "GITHUB_UNREACHABLE"),
    );
    assert.deepEqual(github.slept, [250, 500]);
  });

  it("recover when the second attempt succeeds", async () => {
    nock(API).get("/repos/contoso/web").replyWithError("connection reset");
    nock(API).get("/repos/contoso/web").reply(200, REPOSITORY);

    const repository = await makeGitHub().asPerson("t").findRepository("contoso", "web");

    assert.equal(repository?.fullName, "contoso/web");
  });

  it("wait out a short limit", async () => {
    nock(API).get("/user").reply(429, MESSAGE, { "retry-after": "4" });
    nock(API)
      .get("/user")
      .reply(200, { id: 1, login: "mira", type: "User", html_url: "https://github.test/mira" });
    const github = makeGitHub();

    const self = await github.asPerson("t").getSelf();

    assert.equal(self.login, "mira");
    assert.deepEqual(github.slept, [4_000]);
  });

  it("tell the person about a long limit at once", async () => {
    nock(API).get("/user").reply(403, MESSAGE, { "retry-after": "120" });
    const github = makeGitHub();

    await assert.rejects(
      github.asPerson("t").getSelf(),
      (error) => isFault(error, "GITHUB_RATE_LIMITED") && error.sentence.includes("2 minutes"),
    );
    assert.deepEqual(github.slept, []);
  });

  it("are never repeated when they write", async () => {
    nock(WEB).post("/login/oauth/access_token").reply(502, "<html>");
    const github = makeGitHub();

    await assert.rejects(github.oauth.exchangeCode(EXCHANGE), (error) =>
      isFault(error, "GITHUB_UNREACHABLE"),
    );
    assert.deepEqual(github.slept, []);
  });

  it("answer with a fault that holds no token, request or response", async () => {
    nock(API).get("/user").reply(401, MESSAGE);

    await assert.rejects(makeGitHub().asPerson("ghu_secret").getSelf(), (error) => {
      assert.ok(isFault(error, "GITHUB_TOKEN_INVALID"));
      assert.equal(error.cause, undefined);
      assert.doesNotMatch(JSON.stringify(error), /ghu_secret|request|response/);
      return true;
    });
  });

  it("treat an answer in an unknown form as no answer", async () => {
    nock(API).get("/user").reply(200, { login: 7 });
    nock(API).get("/repos/a/b").reply(200, "<html>a captive portal</html>", { "content-type": "text/html" });
    const person = makeGitHub().asPerson("t");

    await assert.rejects(person.getSelf(), (error) => isFault(error, "GITHUB_UNREACHABLE"));
    await assert.rejects(person.findRepository("a", "b"), (error) => isFault(error, "GITHUB_UNREACHABLE"));
  });

  it("don't ask for names and ids that GitHub can't have", async () => {
    const person = makeGitHub().asPerson("t");

    assert.equal(await person.findRepository("octo", ".."), undefined);
    assert.equal(await person.findRepository("octo/../x", "y"), undefined);
    assert.equal(await person.findAccount(""), undefined);
    assert.equal(await person.findRepositoryById("7/../8"), undefined);
  });
});

describe("calls to a GitHub on loopback", () => {
  let server: Server | undefined;

  async function serve(listener: RequestListener): Promise<string> {
    server = createServer(listener).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    assert.ok(address !== null && typeof address === "object");
    return `http://127.0.0.1:${String(address.port)}`;
  }

  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
    server = undefined;
  });

  it("are abandoned after the timeout", async () => {
    let connections = 0;
    const apiUrl = await serve(() => undefined);
    server?.on("connection", () => (connections += 1));
    const github = makeGitHub({ apiUrl, timeoutMs: 30 });

    await assert.rejects(github.asPerson("t").getSelf(), (error) => isFault(error, "GITHUB_UNREACHABLE"));
    // Between three attempts: on a busy machine not each of them is sent before it is abandoned.
    assert.deepEqual(github.slept, [250, 500]);
    await until(() => connections > 0);
  });

  it("are abandoned after the timeout when the body never ends", async () => {
    const apiUrl = await serve((_request, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write('{"id":');
    });
    const github = makeGitHub({ apiUrl, timeoutMs: 30 });

    await assert.rejects(github.asPerson("t").getSelf(), (error) => isFault(error, "GITHUB_UNREACHABLE"));
  });

  it("reuse connections and keep to the limit in flight", async () => {
    const ports = new Set<number>();
    let inFlight = 0;
    let most = 0;
    const apiUrl = await serve((request, response) => {
      ports.add(request.socket.remotePort ?? 0);
      inFlight += 1;
      most = Math.max(most, inFlight);
      setImmediate(() => {
        inFlight -= 1;
        response.statusCode = 404;
        response.setHeader("content-type", "application/json");
        response.end("{}");
      });
    });
    const person = makeGitHub({ apiUrl, maxInFlight: 3 }).asPerson("t");
    const names = Array.from({ length: 30 }, (_, index) => `repo-${String(index)}`);

    const found = await Promise.all(names.map((name) => person.findRepository("octo", name)));

    assert.ok(found.every((repository) => repository === undefined));
    assert.ok(most <= 3 && most > 1, `${String(most)} in flight`);
    assert.ok(ports.size <= 6, `${String(ports.size)} connections`);
  });
});
