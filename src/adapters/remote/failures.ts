import { faults } from "../../core/errors.ts";
import type { Fault } from "../../core/fault.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { RemoteAccess } from "./contract/index.ts";
import { OutdatedSignature } from "./private-keys.ts";
import { PrivateAddress } from "./socket.ts";

/** A server as a sentence names it. */
export function nameOf({ address }: Pick<RemoteAccess, "address">): string {
  return escapeMarkdown(address.host);
}

/** How far a connection had come when it failed. */
export interface Progress {
  /** Keys were shown to the server. */
  isProving: boolean;
  /** All keys were shown, in vain. */
  isExhausted: boolean;
}

/** What a failed connection means, by what ssh2 and the system say with codes; none of their words are kept. */
export function toConnectFault(error: unknown, access: RemoteAccess, progress: Progress): Fault {
  const host = nameOf(access);
  const { port, user } = access.address;
  if (error instanceof PrivateAddress) return faults.SERVER_ADDRESS_PRIVATE({ host });
  // A number is the reason of a disconnection (RFC 4253, section 11.1): sshd gives one after too many keys.
  const isSentAway =
    progress.isProving && error instanceof Error && "code" in error && typeof error.code === "number";
  if (progress.isExhausted || isSentAway)
    return faults.SERVER_KEY_REFUSED({ host, user: escapeMarkdown(user) });
  if (error instanceof OutdatedSignature || levelOf(error) === "handshake")
    return faults.SERVER_CRYPTO_OUTDATED({ host });
  return faults.SERVER_UNREACHABLE({ host, port });
}

/** ssh2's word for where an error comes from. */
export function levelOf(error: unknown): string {
  return error instanceof Error && "level" in error ? String(error.level) : "";
}
