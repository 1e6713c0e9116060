import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { addMilliseconds, HOUR, type Clock } from "../../core/clock.ts";

const TOKEN_BYTES = 32;
const OWNER_ONLY = 0o600;
const OWNER_ONLY_FOLDER = 0o700;
/** How long a setup link works. */
export const SETUP_LINK_MS = HOUR;

/** A setup link that nobody else can use meanwhile; ends by one of the two. */
export interface ClaimedTicket {
  /** The link may be used again: nothing was made with it. */
  release(): void;
  finish(): void;
}

/** One-time links to the setup page. Only hashes are kept; a new link ends the one before. */
export interface SetupTickets {
  create(): string;
  isLive(token: string): boolean;
  /** The `state` that goes through GitHub; whoever knows it has seen the setup page. */
  stateOf(token: string): string;
  /** Undefined for a forged, used or expired state; of two callers at once one gets it. */
  claim(state: string): ClaimedTicket | undefined;
}

const ticketSchema = z.object({
  tokenHash: z.string(),
  stateHash: z.string(),
  expiresAt: z.iso.datetime().transform((text) => new Date(text)),
});
type Ticket = z.infer<typeof ticketSchema>;

/** Tickets in a file (0600), because `ployst setup` and the server are two processes. */
export function createSetupTickets(file: string, clock: Clock): SetupTickets {
  const claimed = `${file}.claimed`;

  const findLive = (): Ticket | undefined => {
    const ticket = read(file);
    return ticket !== undefined && ticket.expiresAt > clock.now() ? ticket : undefined;
  };

  return {
    create: () => {
      const token = randomBytes(TOKEN_BYTES).toString("base64url");
      const ticket = {
        tokenHash: hash(token),
        stateHash: hash(toState(token)),
        expiresAt: addMilliseconds(clock.now(), SETUP_LINK_MS).toISOString(),
      };
      mkdirSync(dirname(file), { recursive: true, mode: OWNER_ONLY_FOLDER });
      const draft = `${file}.${String(process.pid)}.tmp`;
      writeFileSync(draft, JSON.stringify(ticket), { mode: OWNER_ONLY });
      renameSync(draft, file);
      return token;
    },
    isLive: (token) => isEqual(findLive()?.tokenHash, hash(token)),
    stateOf: toState,
    claim: (state) => {
      if (!isEqual(findLive()?.stateHash, hash(state)) || !tryRename(file, claimed)) return undefined;
      return {
        release: () => void tryRename(claimed, file),
        finish: () => rmSync(claimed, { force: true }),
      };
    },
  };
}

function toState(token: string): string {
  return createHmac("sha256", token).update("setup state").digest("base64url");
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}

function isEqual(kept: string | undefined, given: string): boolean {
  if (kept?.length !== given.length) return false;
  return timingSafeEqual(Buffer.from(kept), Buffer.from(given));
}

function read(file: string): Ticket | undefined {
  try {
    return ticketSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    // Not there, or not ours: either way there is no link.
    return undefined;
  }
}

/** False when another process was first. */
function tryRename(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch {
    return false;
  }
}
