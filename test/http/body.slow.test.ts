import assert from "node:assert/strict";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { jsonResponse } from "../../src/core/http.ts";
import { until } from "../support/until.ts";
import { openSocket, startServer, type RunningServer } from "./support.ts";

const LIMIT = 1024 * 1024;
const CHUNK = Buffer.alloc(64 * 1024, 0x61);

setFlagsFromString("--expose-gc");

/** Buffers that somebody still holds; what only waits to be collected doesn't count. */
function heldBytes(): number {
  runInNewContext("gc()");
  return process.memoryUsage().arrayBuffers;
}

describe("a request's body", () => {
  let running: RunningServer;

  before(async () => {
    running = await startServer((server) => {
      server.route("POST", "/size", async (request) => jsonResponse(200, (await request.body()).length), {
        bodyLimitBytes: LIMIT,
      });
      server.route("POST", "/small", async (request) => jsonResponse(200, (await request.body()).length));
      server.route("POST", "/unread", async () => jsonResponse(200, "done"));
    });
  });

  after(async () => {
    await running.server.close();
  });

  const send = async (path: string, body: Buffer, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${running.url}${path}`, { method: "POST", body: new Uint8Array(body), headers });

  it("is taken up to the limit to the byte", async () => {
    const response = await send("/size", Buffer.alloc(LIMIT));

    assert.equal(response.status, 200);
    assert.equal(await response.json(), LIMIT);
  });

  it("is refused one byte later, by its Content-Length", async () => {
    const response = await send("/size", Buffer.alloc(LIMIT + 1));

    assert.equal(response.status, 413);
    assert.match(await response.text(), /REQUEST_TOO_BIG/);
  });

  it("may be 256 KiB unless the route says otherwise", async () => {
    assert.equal((await send("/small", Buffer.alloc(256 * 1024))).status, 200);
    assert.equal((await send("/small", Buffer.alloc(256 * 1024 + 1))).status, 413);
  });

  it("is refused without being kept when chunked", async () => {
    const { socket, ended } = openSocket(running.port);
    const chunk = `${CHUNK.length.toString(16)}\r\n${CHUNK.toString("latin1")}\r\n`;
    const before = heldBytes();

    socket.write("POST /size HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n");
    let most = 0;
    for (let sent = 0; sent < 60 * LIMIT; sent += CHUNK.length) {
      if (!socket.write(chunk, "latin1")) await new Promise((resolve) => socket.once("drain", resolve));
      if (sent % (10 * LIMIT) === 0) most = Math.max(most, heldBytes() - before);
    }
    socket.end("0\r\n\r\n");

    assert.match(await ended, /^HTTP\/1\.1 413/);
    // The server and this client share the process: some of it is on its way, but 50 MiB that were kept would show.
    assert.ok(most < 20 * LIMIT, `${String(most)} bytes`);
  });

  for (const encoding of ["gzip", "deflate", "br", "zstd", "gzip, identity"])
    it(`is never inflated (${encoding})`, async () => {
      const response = await send("/size", gzipSync(CHUNK), { "content-encoding": encoding });

      assert.equal(response.status, 415);
    });

  it("does not hold up a handler that does not read it", async () => {
    const response = await send("/unread", Buffer.alloc(4 * LIMIT));

    assert.equal(response.status, 200);
    assert.equal((await send("/size", CHUNK)).status, 200);
  });

  it("that breaks off is no request, and the server goes on", async () => {
    const { socket, ended } = openSocket(running.port);

    socket.write("POST /size HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nabc");
    socket.destroySoon();
    await ended;

    assert.equal((await send("/size", CHUNK)).status, 200);
  });

  describe("when large ones are many", () => {
    it("is refused at once, with no more of it kept than there is room for, and taken when others are done", async () => {
      const { server, port, url } = await startServer(
        (http) => {
          http.route("POST", "/", async (request) => jsonResponse(200, (await request.body()).length), {
            bodyLimitBytes: 4 * LIMIT,
          });
        },
        { bodyRoomBytes: LIMIT },
      );
      const post = (bytes: number): Promise<Response> =>
        fetch(url, { method: "POST", body: new Uint8Array(Buffer.alloc(bytes)) });
      const slow = openSocket(port);
      slow.socket.write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${String(LIMIT)}\r\n\r\n`);
      slow.socket.write(Buffer.alloc(LIMIT - 1));

      await until(async () => (await post(LIMIT)).status === 503);
      assert.equal((await post(256 * 1024)).status, 200, "a small one always has room");

      slow.socket.end("x");
      assert.match(await slow.ended, /^HTTP\/1\.1 200/);
      assert.equal((await post(LIMIT)).status, 200);
      assert.equal((await post(2 * LIMIT)).status, 503);
      assert.equal((await post(LIMIT)).status, 200);
      await server.close();
    });
  });
});
