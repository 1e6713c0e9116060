import { once } from "node:events";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";
import type { Mailbox } from "./mailbox.ts";

const LOOPBACK = "127.0.0.1";
const MAX_BYTES = 256 * 1024;
// Whoever presses Ctrl-C waits for no client.
const CLOSE_MS = 1_000;

export interface MailServer {
  /** As `SMTP_URL` takes it. */
  readonly url: string;
  close(): Promise<void>;
}

/** A mail server on loopback that delivers everything to the one mailbox, and nothing to the world. */
export async function startMailServer(mailbox: Mailbox): Promise<MailServer> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    size: MAX_BYTES,
    closeTimeout: CLOSE_MS,
    onData(stream, _session, done) {
      text(stream)
        .then((raw) => mailbox.receive(raw))
        .then(() => done(), done);
    },
  });
  // A client that leaves in the middle is its own affair.
  server.on("error", () => undefined);
  const listening = server.listen(0, LOOPBACK);
  await once(listening, "listening");
  const address = listening.address();
  if (typeof address !== "object" || address === null) throw new Error("No port is free.");
  return {
    url: `smtp://${LOOPBACK}:${String(address.port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}
