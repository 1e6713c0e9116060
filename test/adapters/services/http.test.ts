import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { createAddressGuard } from "../../../src/adapters/services/http/address-guard.ts";
import { createServiceHttp } from "../../../src/adapters/services/http/service-http.ts";
import type { ServiceHttp } from "../../../src/adapters/services/contract/http.ts";
import { loadConfig } from "../../../src/config/index.ts";
import { isFault, type faults } from "../../../src/core/errors.ts";
import { selfSigned } from "../../support/certificate.ts";

function guardOf(names: string): ReturnType<typeof createAddressGuard> {
  const env = { SECRETS_KEYS: `test:${Buffer.alloc(32, 7).toString("base64")}` };
  return createAddressGuard(loadConfig({ ...env, OUTBOUND_PRIVATE_HOSTS: names }).privateHosts);
}

const fails = (code: keyof typeof faults) => (error: unknown) => isFault(error, code);

describe("the addresses that people may lead us to", () => {
  const guard = guardOf("jenkins.corp,10.1.0.0/16,fd00:1::/32");

  for (const address of [
    "127.0.0.1",
    "10.2.0.1",
    "172.31.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.100.100.200",
    "0.0.0.0",
    "255.255.255.255",
    "::1",
    "::",
    "::ffff:127.0.0.1",
    "::ffff:a00:1",
    "64:ff9b::7f00:1",
    "fe80::1",
    "fd00:2::1",
    "ff02::1",
    "2002:7f00:1::",
  ])
    it(`are not ${address}`, () => {
      assert.equal(guard.allows(address, "jira.example"), false);
    });

  for (const address of ["8.8.8.8", "172.32.0.1", "2606:4700::1", "10.1.2.3", "fd00:1::5"])
    it(`may be ${address}`, () => {
      assert.equal(guard.allows(address, "jira.example"), true);
    });

  it("are any of a host that was named, in whatever way it is written", () => {
    for (const host of ["jenkins.corp", "JENKINS.corp."]) assert.ok(guard.allows("10.9.9.9", host));
    assert.equal(guard.allows("10.9.9.9", "x.jenkins.corp"), false);
  });

  it("are not configured by what is no name", () => {
    for (const bad of ["http://x", "10.0.0.0/33", "a b", "*.corp", "10.0.0.0/8/8"])
      assert.throws(() => guardOf(bad), /OUTBOUND_PRIVATE_HOSTS/);
  });
});

describe("speaking to a service", () => {
  let server: Server;
  let http: ServiceHttp;
  let handle: (request: IncomingMessage, response: ServerResponse) => void;
  let seen: string[];
  const target = (): { service: string; baseUrl: string } => ({ service: "Jira", baseUrl: urlOf(server) });

  before(async () => {
    server = createServer((request, response) => {
      seen.push(`${String(request.method)} ${String(request.url)}`);
      handle(request, response);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  beforeEach(() => {
    seen = [];
    http = createServiceHttp({
      guard: guardOf("127.0.0.1"),
      version: "1",
      timeoutMs: 300,
      mostBytes: 10_000,
    });
  });
  afterEach(() => {
    http.close();
  });
  after(() => {
    server.close();
  });

  const answer = (status: number, body = "", headers: Record<string, string> = {}) => {
    handle = (request, response) => {
      request.resume();
      response.writeHead(status, headers).end(body);
    };
  };

  it("gives JSON, and sends it", async () => {
    let body = "";
    handle = (request, response) => {
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () =>
        response.writeHead(201).end(`{"type":"${String(request.headers["content-type"])}"}`),
      );
    };

    const { status, json } = await http.sendForJson(target(), {
      method: "POST",
      path: "/rest/x?y=1",
      body: { text: "Grüße" },
    });

    assert.deepEqual([status, json, body], [201, { type: "application/json" }, '{"text":"Grüße"}']);
    assert.deepEqual(seen, ["POST /rest/x?y=1"]);
  });

  const statuses: readonly (readonly [number, keyof typeof faults])[] = [
    [401, "SERVICE_CREDENTIALS_REFUSED"],
    [403, "SERVICE_FORBIDDEN"],
    [429, "SERVICE_RATE_LIMITED"],
    [400, "SERVICE_REFUSED"],
    [302, "SERVICE_REDIRECTS"],
    [502, "SERVICE_UNREACHABLE"],
  ];
  for (const [status, code] of statuses)
    it(`knows what ${String(status)} means`, async () => {
      answer(status, "{}", status === 302 ? { location: "https://login.example/x" } : {});

      await assert.rejects(http.send(target(), { method: "POST", path: "/" }), fails(code));
      assert.equal(seen.length, 1);
    });

  it("lets a caller have a status for itself", async () => {
    answer(404, "{}");

    assert.equal((await http.send(target(), { method: "GET", path: "/" }, [404])).status, 404);
  });

  it("doesn't follow elsewhere, and says where to", async () => {
    answer(301, "", { location: "https://evil.example/steal" });

    await assert.rejects(
      http.send(target(), { method: "GET", path: "/", headers: { authorization: "Basic c2VjcmV0" } }),
      (error) => isFault(error, "SERVICE_REDIRECTS") && error.sentence.includes("evil.example"),
    );
    assert.equal(seen.length, 1);
  });

  it("repeats a GET once, and nothing else", async () => {
    let times = 0;
    handle = (_request, response) => {
      times += 1;
      response.writeHead(times === 1 ? 503 : 200).end("{}");
    };
    assert.equal((await http.send(target(), { method: "GET", path: "/" })).status, 200);
    times = 0;

    await assert.rejects(http.send(target(), { method: "PUT", path: "/" }), fails("SERVICE_UNREACHABLE"));
    assert.equal(times, 1);
  });

  it("gives up on what hangs, and on what breaks off", async () => {
    handle = (_request, response) => void response.writeHead(200).write("{");
    await assert.rejects(http.send(target(), { method: "POST", path: "/" }), fails("SERVICE_UNREACHABLE"));
    handle = (request) => request.socket.destroy();

    await assert.rejects(http.send(target(), { method: "POST", path: "/" }), fails("SERVICE_UNREACHABLE"));
  });

  it("gives up on what answers that it speaks another protocol from now on", async () => {
    const switching = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    handle = (request) => void request.socket.write(switching);

    for (const method of ["GET", "POST"] as const)
      await assert.rejects(http.send(target(), { method, path: "/" }), fails("SERVICE_UNREACHABLE"));
  });

  it("takes what no header can hold for credentials that nobody accepts", async () => {
    const headers = { authorization: "Bearer one\ntwo" };

    await assert.rejects(
      http.send(target(), { method: "GET", path: "/", headers }),
      fails("SERVICE_CREDENTIALS_REFUSED"),
    );
    assert.deepEqual(seen, []);
  });

  it("reads no more than it should", async () => {
    answer(200, "x".repeat(10_001));
    await assert.rejects(http.send(target(), { method: "GET", path: "/" }), fails("SERVICE_TOO_BIG"));
    answer(200, "x".repeat(10_000));

    assert.equal((await http.send(target(), { method: "GET", path: "/" })).text.length, 10_000);
  });

  it("takes no page for an answer", async () => {
    answer(200, "<!doctype html><title>Log in</title>", { "content-type": "text/html" });

    await assert.rejects(
      http.sendForJson(target(), { method: "GET", path: "/" }),
      fails("SERVICE_NOT_UNDERSTOOD"),
    );
  });

  it("goes to no private address that wasn't named, by number or by name", async () => {
    answer(200, "{}");
    const strict = createServiceHttp({ guard: guardOf("other.corp"), version: "1" });
    const port = new URL(urlOf(server)).port;
    for (const host of ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"])
      await assert.rejects(
        strict.send({ service: "Jira", baseUrl: `http://${host}:${port}` }, { method: "GET", path: "/" }),
        fails("SERVICE_ADDRESS_PRIVATE"),
        host,
      );
    assert.deepEqual(seen, []);
    strict.close();
  });

  const typed: readonly (readonly [string, string])[] = [
    ["https://example.atlassian.net/", "https://example.atlassian.net"],
    [" https://jira.example/context/ ", "https://jira.example/context"],
    ["http://127.0.0.1:8080", "http://127.0.0.1:8080"],
    ["http://jira.example", "SERVICE_ADDRESS_INVALID"],
    ["https://me:secret@jira.example", "SERVICE_ADDRESS_INVALID"],
    ["https://jira.example/?a=b", "SERVICE_ADDRESS_INVALID"],
    ["ftp://jira.example", "SERVICE_ADDRESS_INVALID"],
    ["jira", "SERVICE_ADDRESS_INVALID"],
    ["https://10.0.0.1", "SERVICE_ADDRESS_PRIVATE"],
    ["https://0x7f.1", "https://127.0.0.1"],
    ["https://2130706433", "https://127.0.0.1"],
    ["https://[::1]", "SERVICE_ADDRESS_PRIVATE"],
  ];
  for (const [text, expected] of typed)
    it(`takes "${text}" for ${expected}`, () => {
      const read = (): string => http.toBaseUrl(text, "Jira", "https://example.atlassian.net");

      if (expected.startsWith("http")) assert.equal(read(), expected);
      else assert.throws(read, (error) => error instanceof Error && error.message.includes(expected));
    });
});

describe("speaking to a service over TLS", () => {
  it("sends nothing to a certificate that nobody vouches for", async () => {
    const { certificate, key } = selfSigned("127.0.0.1");
    let asked = 0;
    const server = createSecureServer({ cert: certificate, key }, (_request, response) => {
      asked += 1;
      response.end("{}");
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const target = { service: "Jira", baseUrl: `https://127.0.0.1:${String(port)}` };
    const guard = guardOf("127.0.0.1");
    const strict = createServiceHttp({ guard, version: "1" });
    const trusting = createServiceHttp({ guard, version: "1", ca: certificate });

    await assert.rejects(strict.send(target, { method: "GET", path: "/" }), fails("SERVICE_CERTIFICATE"));
    assert.equal(asked, 0);
    assert.equal((await trusting.send(target, { method: "GET", path: "/" })).status, 200);
    strict.close();
    trusting.close();
    server.close();
  });
});

function urlOf(server: Server): string {
  const address = server.address();
  return typeof address === "object" && address !== null ? `http://127.0.0.1:${String(address.port)}` : "";
}
