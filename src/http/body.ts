import type { IncomingMessage } from "node:http";
import { faults } from "../core/errors.ts";

/**
 * The raw bytes of a request, at most `limitBytes` of them in memory. Nothing is inflated: a compressed body is refused,
 * since its real size is unknown. What comes after the limit is thrown away unread (the server's request timeout ends it).
 * Throws REQUEST_TOO_BIG, REQUEST_ENCODED, REQUEST_INCOMPLETE.
 */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const encoding = request.headers["content-encoding"]?.toLowerCase() ?? "identity";
  if (encoding !== "identity") throw faults.REQUEST_ENCODED();
  if (Number(request.headers["content-length"] ?? 0) > limitBytes)
    throw faults.REQUEST_TOO_BIG({ limitBytes });
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limitBytes) {
        chunks.push(chunk);
        return;
      }
      chunks = [];
      reject(faults.REQUEST_TOO_BIG({ limitBytes }));
    });
    request.once("end", () => {
      resolve(Buffer.concat(chunks, size));
    });
    // Both come also after "end", when the promise is settled and they change nothing.
    request.once("error", (cause) => {
      reject(faults.REQUEST_INCOMPLETE({ cause }));
    });
    request.once("close", () => {
      if (!request.complete) reject(faults.REQUEST_INCOMPLETE());
    });
  });
}
