import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { sayPort } from "../support/child.ts";

/** The least that an honest webhook receiver does: node:http, the raw body, the signature. */
export function serveBare(
  secret: string,
  keep: (guid: string, event: string, body: Buffer) => Promise<void>,
): void {
  const server = createServer((request, response) => {
    void readBody(request).then(async (body) => {
      const given = Buffer.from(
        String(request.headers["x-hub-signature-256"]).slice("sha256=".length),
        "hex",
      );
      const wanted = createHmac("sha256", secret).update(body).digest();
      const isSigned = given.length === wanted.length && timingSafeEqual(given, wanted);
      if (isSigned) {
        const { "x-github-delivery": guid, "x-github-event": event } = request.headers;
        await keep(String(guid), String(event), body);
      }
      response.writeHead(isSigned ? 202 : 401, { "content-length": 0 }).end();
    });
  });
  server.listen(0, "127.0.0.1", () => {
    sayPort((server.address() as AddressInfo).port);
  });
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}
