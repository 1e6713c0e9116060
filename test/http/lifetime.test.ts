import assert from "node:assert/strict";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { emptyResponse, jsonResponse } from "../../src/core/http.ts";
import { staticFiles } from "../../src/http/index.ts";
import { openSocket, startServer } from "./support.ts";

const IDLE_MS = 100;

describe("timeouts", () => {
  const timeouts = { headers: 60, request: 120, check: 20 };

  it("cut off slow headers and slow bodies with 408", async () => {
    const { server, port } = await startServer(
      (http) => {
        http.route("POST", "/", async (incoming) => jsonResponse(200, (await incoming.body()).length));
      },
      { timeouts },
    );
    const headers = openSocket(port);
    const body = openSocket(port);

    headers.socket.write("POST / HTTP/1.1\r\nhost: x\r\n");
    body.socket.write("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nabc");

    assert.match(await headers.ended, /^HTTP\/1\.1 408/);
    assert.match(await body.ended, /^HTTP\/1\.1 408/);
    await server.close();
  });

  it("cut off who asks for much and doesn't read it", async () => {
    const arrived = Promise.withResolvers<undefined>();
    const { server, port } = await startServer(
      (http) => {
        http.route("GET", "/", () => {
          arrived.resolve(undefined);
          return Promise.resolve({ status: 200, body: Buffer.alloc(64 * 1024 * 1024) });
        });
      },
      { timeouts: { ...timeouts, idle: IDLE_MS } },
    );
    // Nobody hears its data, so it stops reading as soon as its buffer is full.
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => undefined);

    socket.write("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
    await arrived.promise;
    // Who does not read hears of its end by writing: of what no request begins with, and so rarely that nothing is kept alive.
    while (!socket.closed) {
      await pause(10 * IDLE_MS);
      socket.write("\r\n");
    }

    await server.close();
  });
});

describe("closing", () => {
  it("lets a running request finish, says goodbye to its connection and takes no new one", async () => {
    const arrived = Promise.withResolvers<undefined>();
    const released = Promise.withResolvers<undefined>();
    const { server, url, port } = await startServer((http) => {
      http.route("GET", "/slow", async () => {
        arrived.resolve(undefined);
        await released.promise;
        return jsonResponse(200, "finished");
      });
    });
    const agent = new Agent({ keepAlive: true });
    const running = request(`${url}/slow`, { agent }).end();
    const answered = once(running, "response");
    await arrived.promise;

    const closed = server.close();
    await assert.rejects(fetch(url));
    released.resolve(undefined);
    const [response] = (await answered) as [{ headers: Record<string, string>; resume: () => void }];
    response.resume();

    await closed;
    assert.equal(response.headers["connection"], "close");
    const late = openSocket(port);
    assert.equal(await late.ended, "");
    agent.destroy();
  });

  it("cuts off what is left at the deadline", async () => {
    const arrived = Promise.withResolvers<undefined>();
    const { server, url } = await startServer((http) => {
      http.route("GET", "/never", async () => {
        arrived.resolve(undefined);
        return new Promise(() => undefined);
      });
    });
    const hanging = assert.rejects(fetch(`${url}/never`));
    await arrived.promise;

    await server.close(10);

    await hanging;
  });

  it("frees idle connections at once", async () => {
    const { server, url } = await startServer((http) => {
      http.route("GET", "/", async () => emptyResponse(204));
    });
    await fetch(url);

    await server.close(60_000);
  });

  it("isn't held up by a connection that asked for another protocol", async () => {
    const { server, port } = await startServer((http) => {
      http.route("GET", "/", async () => jsonResponse(200, "still HTTP"));
    });
    const { socket, ended } = openSocket(port);

    socket.write("GET / HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n");

    const answer: unknown[] = await once(socket, "data");
    assert.match(String(answer[0]), /^HTTP\/1\.1 200 [^]*still HTTP/);
    await server.close(10);
    await ended;
  });

  it("refuses to listen on a taken port", async () => {
    const first = await startServer(() => undefined);
    const second = await startServer(() => undefined);

    await assert.rejects(second.server.listen(first.port, "127.0.0.1"));
    await first.server.close();
    await second.server.close();
  });
});

describe("static files", () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "ployst-static-"));
    mkdirSync(join(folder, "public", "inner"), { recursive: true });
    writeFileSync(join(folder, "public", "page.js"), "export {};\n");
    writeFileSync(join(folder, "public", "secret.pem"), "secret");
    writeFileSync(join(folder, "public", "inner", "a.js"), "secret");
    writeFileSync(join(folder, "outside.js"), "secret");
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  it("serves the folder's own files of known types, and no way leads out of it", async () => {
    const { server, url, port } = await startServer((http) => {
      http.route("GET", "/static/*", staticFiles(join(folder, "public")));
    });

    const page = await fetch(`${url}/static/page.js`);
    assert.equal(page.headers.get("content-type"), "text/javascript; charset=utf-8");
    assert.equal(await page.text(), "export {};\n");
    for (const path of [
      "../outside.js",
      "..%2foutside.js",
      "%2e%2e/outside.js",
      "inner/a.js",
      "secret.pem",
      "",
      "constructor",
    ]) {
      const { socket, ended } = openSocket(port);
      socket.write(`GET /static/${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
      assert.match(await ended, /^HTTP\/1\.1 404/, path);
    }
    await server.close();
  });
});
