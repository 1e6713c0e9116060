import type { IncomingMessage } from "node:http";
import { faults } from "../core/errors.ts";
import type { BodyShare } from "./body-room.ts";

/** A body is read up to here whatever others take: large ones must not keep people's messages out. */
const ALWAYS_READ_BYTES = 256 * 1024;

/**
 * The raw bytes of a request, at most `limitBytes` of them in memory. Nothing is inflated: a compressed body is refused,
 * since its real size is unknown. What comes after the limit is thrown away unread (the server's request timeout ends it).
 * Throws REQUEST_TOO_BIG, REQUEST_ENCODED, REQUEST_INCOMPLETE, REQUESTS_TOO_MANY.
 */
export async function readBody(
  request: IncomingMessage,
  limitBytes: number,
  share: Pick<BodyShare, "take">,
): Promise<Buffer> {
  const encoding = request.headers["content-encoding"]?.toLowerCase() ?? "identity";
  if (encoding !== "identity") throw faults.REQUEST_ENCODED();
  if (Number(request.headers["content-length"] ?? 0) > limitBytes)
    throw faults.REQUEST_TOO_BIG({ limitBytes });
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let size = 0;
    let isRefused = false;
    const refuse = (why: Error): void => {
      isRefused = true;
      chunks = [];
      reject(why);
    };
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (isRefused) return;
      if (size > limitBytes) refuse(faults.REQUEST_TOO_BIG({ limitBytes }));
      else if (size > ALWAYS_READ_BYTES && !share.take(chunk.length)) refuse(faults.REQUESTS_TOO_MANY());
      else chunks.push(chunk);
    });
    request.once("end", () => {
      if (!isRefused) resolve(Buffer.concat(chunks, size));
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
