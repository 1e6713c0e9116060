import { createHmac, randomUUID } from "node:crypto";
import { connect } from "node:net";
import { readFileSync } from "node:fs";
import { z } from "zod";

// The load generator, a process of its own: bare sockets, so that it costs little beside what it measures.

const Plan = z.object({
  port: z.number(),
  secret: z.string(),
  connections: z.number(),
  seconds: z.number(),
  /** A file with the bodies, a JSON list of `{event, body}`. */
  bodies: z.string(),
});
const Bodies = z.array(z.object({ event: z.string(), body: z.string() }));

const plan = Plan.parse(JSON.parse(process.argv[2] ?? "{}"));
const requests = Bodies.parse(JSON.parse(readFileSync(plan.bodies, "utf8"))).map(({ event, body }) => {
  const bytes = Buffer.from(body);
  const signature = createHmac("sha256", plan.secret).update(bytes).digest("hex");
  const head = [
    "POST /github/webhooks HTTP/1.1",
    "host: localhost",
    "user-agent: GitHub-Hookshot/044aadd",
    "content-type: application/json",
    `content-length: ${String(bytes.length)}`,
    `x-github-event: ${event}`,
    `x-hub-signature-256: sha256=${signature}`,
    "x-github-delivery: ",
  ].join("\r\n");
  return { head, bytes };
});

let next = 0;
let accepted = 0;
let refused = 0;
const until = performance.now() + plan.seconds * 1_000;

function drive(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(plan.port, "127.0.0.1");
    let answer = "";
    const send = (): void => {
      const request = requests[next++ % requests.length];
      if (request === undefined || performance.now() > until) {
        socket.destroy();
        resolve();
        return;
      }
      answer = "";
      socket.cork();
      socket.write(`${request.head}${randomUUID()}\r\n\r\n`);
      socket.write(request.bytes);
      socket.uncork();
    };
    socket.setNoDelay(true);
    socket.once("connect", send);
    socket.once("error", reject);
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1");
      if (!isWhole(answer)) return;
      if (/^HTTP\/1\.1 20[024]/.test(answer)) accepted += 1;
      else refused += 1;
      send();
    });
  });
}

function isWhole(answer: string): boolean {
  const end = answer.indexOf("\r\n\r\n");
  if (end < 0) return false;
  if (/transfer-encoding: chunked/i.test(answer)) return answer.endsWith("0\r\n\r\n");
  return answer.length >= end + 4 + Number(/content-length: (\d+)/i.exec(answer)?.[1] ?? 0);
}

const startedAt = performance.now();
await Promise.all(Array.from({ length: plan.connections }, drive));
const seconds = (performance.now() - startedAt) / 1_000;
process.stdout.write(`${JSON.stringify({ accepted, perSecond: accepted / seconds, refused })}\n`);
