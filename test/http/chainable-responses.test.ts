import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import "../../src/http/index.ts";

describe("servers beside restify's", () => {
  it("chain on writeHead as Node has it", async () => {
    const server = createServer((_request, response) => {
      response.writeHead(201, { "x-a": "b" }).end("done");
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    assert.ok(typeof address === "object" && address !== null);

    const answer = await fetch(`http://127.0.0.1:${String(address.port)}`);

    assert.deepEqual([answer.status, answer.headers.get("x-a"), await answer.text()], [201, "b", "done"]);
    server.close();
  });
});
