import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { createAddressGuard } from "../../../src/adapters/services/http/address-guard.ts";
import { createHealthProbe } from "../../../src/adapters/services/http/probe.ts";
import type { HealthProbe } from "../../../src/adapters/services/contract/index.ts";
import { isFault, type faults } from "../../../src/core/errors.ts";
import { selfSigned } from "../../support/certificate.ts";

const never = new AbortController().signal;
const SWITCHING = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
const fails = (code: keyof typeof faults) => (error: unknown) => isFault(error, code);
const portOf = (server: Server): string => {
  const address = server.address();
  return typeof address === "object" && address !== null ? String(address.port) : "";
};

describe("asking whether something answers", () => {
  let server: Server;
  let handle: RequestListener;
  let asked: string[];
  const url = (): string => `http://127.0.0.1:${portOf(server)}/health`;
  const probeOf = (hosts: readonly string[]): HealthProbe =>
    createHealthProbe({
      guard: createAddressGuard(hosts.map((name) => ({ kind: "host", name }))),
      version: "1",
      timeoutMs: 300,
    });
  const probe = probeOf(["127.0.0.1"]);
  before(async () => {
    server = createServer((request, response) => {
      asked.push(`${String(request.method)} ${String(request.url)}`);
      handle(request, response);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  beforeEach(() => {
    asked = [];
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  for (const status of [200, 204, 301, 404, 500, 503])
    it(`tells the status ${String(status)}, and asks once`, async () => {
      handle = (_request, response) => void response.writeHead(status, { location: "/elsewhere" }).end();

      assert.equal(await probe.ask(url(), never), status);
      assert.deepEqual(asked, ["GET /health"]);
    });

  it("waits for no end of what is sent behind the status", async () => {
    handle = (_request, response) => {
      response.writeHead(200);
      response.write("x".repeat(100_000));
    };

    assert.equal(await probe.ask(url(), never), 200);
  });

  it("gives up on what says nothing", async () => {
    handle = () => undefined;

    await assert.rejects(probe.ask(url(), never), fails("SERVICE_UNREACHABLE"));
  });

  it("gives up when it is told to", async () => {
    const stopping = new AbortController();
    handle = () => {
      stopping.abort();
    };
    const patient = createHealthProbe({
      guard: createAddressGuard([{ kind: "host", name: "127.0.0.1" }]),
      version: "1",
      timeoutMs: 60_000,
    });

    await assert.rejects(patient.ask(url(), stopping.signal), fails("SERVICE_UNREACHABLE"));
  });

  it("survives an answer that is broken off, and nobody there", async () => {
    handle = (request) => void request.socket.destroy();
    await assert.rejects(probe.ask(url(), never), fails("SERVICE_UNREACHABLE"));
    handle = (request) => void request.socket.end("no HTTP at all\r\n\r\n");
    await assert.rejects(probe.ask(url(), never), fails("SERVICE_UNREACHABLE"));
    await assert.rejects(probe.ask("http://127.0.0.1:1/", never), fails("SERVICE_UNREACHABLE"));
  });

  it("waits for nothing more of what answers that it speaks another protocol from now on", async () => {
    handle = (request) => void request.socket.write(SWITCHING);

    await assert.rejects(probe.ask(url(), never), fails("SERVICE_UNREACHABLE"));
  });

  it("goes to no private address that nobody named, whatever its name says", async () => {
    const careful = probeOf([]);

    for (const address of ["https://127.0.0.1/", "https://[::1]/", "https://169.254.169.254/latest"]) {
      assert.throws(() => careful.check(address), fails("SERVICE_ADDRESS_PRIVATE"), address);
      await assert.rejects(careful.ask(address, never), fails("SERVICE_ADDRESS_PRIVATE"), address);
    }
    assert.doesNotThrow(() => careful.check("https://localhost/"));
    await assert.rejects(careful.ask("https://localhost/", never), fails("SERVICE_ADDRESS_PRIVATE"));
  });

  it("speaks without TLS to named hosts only, and HTTP to all", () => {
    for (const address of ["http://play.example/", "ftp://127.0.0.1/", "file:///etc/passwd", "play", ""])
      assert.throws(() => probe.check(address), fails("SERVICE_ADDRESS_INVALID"), address);
    assert.doesNotThrow(() => probe.check("https://play.example/"));
  });

  it("trusts no certificate that nobody signed", async () => {
    const { certificate, key } = selfSigned("127.0.0.1");
    const secure = createSecureServer({ cert: certificate, key }, (_request, response) => response.end());
    secure.listen(0, "127.0.0.1");
    await once(secure, "listening");
    const address = `https://127.0.0.1:${portOf(secure)}/`;
    const trusting = createHealthProbe({
      guard: createAddressGuard([{ kind: "host", name: "127.0.0.1" }]),
      version: "1",
      ca: certificate,
    });
    try {
      await assert.rejects(probe.ask(address, never), fails("SERVICE_CERTIFICATE"));
      assert.equal(await trusting.ask(address, never), 200);
    } finally {
      secure.closeAllConnections();
      secure.close();
    }
  });
});
