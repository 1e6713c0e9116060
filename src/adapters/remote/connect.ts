import type { Socket } from "node:net";
import type { AuthHandlerMiddleware, Client, ClientChannel, ParsedKey } from "ssh2";
import { faults } from "../../core/errors.ts";
import { HOST_KEY_KINDS, offerAlgorithms, withoutKind } from "./algorithms.ts";
import type { RemoteAccess } from "./contract/index.ts";
import { nameOf, toConnectFault, type Progress } from "./failures.ts";
import { fingerprint, keyTypeOf } from "./host-key.ts";
import { readPrivateKeys, toPublicLine } from "./private-keys.ts";
import { openSocket, type AllowsAddress } from "./socket.ts";

const KEEP_ALIVES_IN_VAIN = 3;

export interface ConnectOptions {
  readonly allowsAddress: AllowsAddress;
  /** Between two signs of life that are asked for; after three in vain the connection is lost. */
  readonly keepAliveMs: number;
}

/** One connection on which the server let us in. */
export interface Connection {
  /** `SHA256:…` */
  readonly hostKey: string;
  /** The key that was taken: `type base64`. */
  readonly publicKey: string;
  readonly isOpen: boolean;
  /** When it is over, however that came. */
  readonly closed: Promise<void>;
  /** Begins a command. Throws an error of ssh2's, with a `reason` if the server refused (RFC 4254, section 5.1). */
  open(command: string): Promise<ClientChannel>;
  end(): void;
}

type Attempt =
  | { readonly kind: "open"; readonly connection: Connection }
  | { readonly kind: "other-key"; readonly seen: Buffer };

/**
 * Connects and proves who we are. A server that shows another key than the pinned one is asked for those of other kinds:
 * it may have got one since, that we like better. Throws as `Remote.use` says.
 */
export async function connectTo(
  access: RemoteAccess,
  options: ConnectOptions,
  signal: AbortSignal,
): Promise<Connection> {
  let kinds = HOST_KEY_KINDS;
  let firstSeen: Buffer | undefined;
  while (kinds.length > 0) {
    const attempt = await tryKinds(kinds, access, options, signal).catch((error: unknown) => {
      if (firstSeen === undefined || signal.aborted) throw error;
      return undefined;
    });
    if (attempt === undefined) break;
    if (attempt.kind === "open") return attempt.connection;
    firstSeen ??= attempt.seen;
    kinds = withoutKind(kinds, keyTypeOf(attempt.seen));
  }
  throw faults.SERVER_HOST_KEY_CHANGED({
    host: nameOf(access),
    pinned: access.hostKey,
    seen: firstSeen === undefined ? "" : fingerprint(firstSeen),
  });
}

/** A pinned key that no server can have. */
const NO_KEY = "none";

/** The fingerprint of the key that a server shows; nothing is told to it. */
export async function seeHostKey(
  address: RemoteAccess["address"],
  options: ConnectOptions,
  signal: AbortSignal,
): Promise<string> {
  const nobodys: RemoteAccess = { address, os: "linux", privateKeys: [], hostKey: NO_KEY };
  const attempt = await tryKinds(HOST_KEY_KINDS, nobodys, options, signal);
  if (attempt.kind === "other-key") return fingerprint(attempt.seen);
  attempt.connection.end();
  return attempt.connection.hostKey;
}

async function tryKinds(
  kinds: typeof HOST_KEY_KINDS,
  access: RemoteAccess,
  options: ConnectOptions,
  signal: AbortSignal,
): Promise<Attempt> {
  const progress: Progress = { isProving: false, isExhausted: false };
  let seen: Buffer | undefined;
  const isPinned = (key: Buffer): boolean => access.hostKey === "" || fingerprint(key) === access.hostKey;
  try {
    // Much of what a start would cost, and many never speak to a server.
    const { default: ssh2 } = await import("ssh2");
    const keys = readPrivateKeys(access.privateKeys, ssh2.utils.parseKey);
    const socket = await openSocket(access.address, options.allowsAddress, signal);
    const client = new ssh2.Client();
    const login = createLogin(access.address.user, keys, progress, () => socket.destroy());
    const ready = whenReady(client, socket, signal);
    client.connect({
      sock: socket,
      username: access.address.user,
      algorithms: offerAlgorithms(kinds),
      readyTimeout: 0,
      keepaliveInterval: options.keepAliveMs,
      keepaliveCountMax: KEEP_ALIVES_IN_VAIN,
      hostVerifier: (key: Buffer) => {
        seen = key;
        return isPinned(key);
      },
      authHandler: login.next,
    });
    await ready;
    const connection = { hostKey: fingerprint(seen ?? Buffer.alloc(0)), publicKey: login.publicKey() };
    return { kind: "open", connection: toConnection(client, connection) };
  } catch (error) {
    signal.throwIfAborted();
    if (seen !== undefined && !isPinned(seen)) return { kind: "other-key", seen };
    throw toConnectFault(error, access, progress);
  }
}

interface Login {
  readonly next: AuthHandlerMiddleware;
  /** The last key that was shown: the one that was taken. */
  readonly publicKey: () => string;
}

/** Shows one key after the other, and leaves after the last. */
function createLogin(
  username: string,
  keys: readonly ParsedKey[],
  progress: Progress,
  leave: () => void,
): Login {
  let shown = 0;
  return {
    next: (_left, _isPartial, next) => {
      const key = keys[shown];
      progress.isProving = true;
      if (key === undefined) {
        progress.isExhausted = true;
        leave();
        return;
      }
      shown += 1;
      next({ type: "publickey", username, key });
    },
    publicKey: () => {
      const key = keys[shown - 1];
      return key === undefined ? "" : toPublicLine(key);
    },
  };
}

/** Rejects with the first error that ssh2 tells, or when the connection or the signal ends it. */
function whenReady(client: Client, socket: Socket, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => {
      socket.destroy();
    };
    const fail = (error?: unknown): void => {
      signal.removeEventListener("abort", giveUp);
      giveUp();
      reject(error instanceof Error ? error : new Error("the connection ended"));
    };
    signal.addEventListener("abort", giveUp, { once: true });
    // For good: an error without a listener would end the process.
    client.on("error", fail);
    client.once("close", fail);
    client.once("ready", () => {
      signal.removeEventListener("abort", giveUp);
      client.removeListener("close", fail);
      resolve();
    });
  });
}

function toConnection(client: Client, facts: Pick<Connection, "hostKey" | "publicKey">): Connection {
  let isOpen = true;
  // The server has left; what it had begun to close follows.
  client.once("end", () => {
    isOpen = false;
  });
  const closed = new Promise<void>((resolve) => {
    client.once("close", () => {
      isOpen = false;
      resolve();
    });
  });
  return {
    ...facts,
    get isOpen() {
      return isOpen;
    },
    closed,
    open: (command) =>
      new Promise((resolve, reject) => {
        try {
          client.exec(command, (error, channel) => {
            if (error === undefined) resolve(channel);
            else reject(error);
          });
        } catch (error) {
          // ssh2 throws where there is no connection any more.
          isOpen = false;
          reject(error instanceof Error ? error : new Error("not connected"));
        }
      }),
    end: () => {
      client.end();
    },
  };
}
