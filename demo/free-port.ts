import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/** Above the well-known services, below what Linux, Windows and macOS give to whoever asks for any port. */
const FIRST = 12_000;
const END = 32_000;
const TRIES = 100;

/**
 * A loopback port that was free a moment ago: for what must know its own address before it listens. Nobody else is given
 * it meanwhile by the system, which takes from higher numbers. Throws when no port is free.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = randomInt(FIRST, END);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port was found between ${String(FIRST)} and ${String(END)}`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  } catch {
    return false;
  }
  server.close();
  await once(server, "close");
  return true;
}
