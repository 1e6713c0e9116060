import { once } from "node:events";
import { createServer, type Server as NetServer, type Socket } from "node:net";
import type { Server } from "ssh2";

/** After how many bytes a connection is cut; undefined for never. */
export interface ByteLimits {
  readonly sent?: number;
  readonly received?: number;
}

export interface Wire {
  readonly connections: { readonly now: number; readonly most: number; readonly ever: number };
  readonly listen: (address: string, port: number) => Promise<number>;
  readonly close: () => Promise<void>;
  readonly drop: () => void;
  readonly hang: (isSilent: boolean) => void;
  readonly dropAfter: (limits: ByteLimits) => void;
}

/** The sockets before SSH begins, where a network fails. */
export function createWire(find: () => Server): Wire {
  const sockets = new Set<Socket>();
  const counted = { now: 0, most: 0, ever: 0 };
  let listening: NetServer | undefined;
  let isSilent = false;
  let limits: ByteLimits = {};
  const take = (socket: Socket): void => {
    sockets.add(socket);
    counted.now = sockets.size;
    counted.ever += 1;
    counted.most = Math.max(counted.most, counted.now);
    socket.on("error", () => undefined);
    socket.once("close", () => {
      sockets.delete(socket);
      counted.now = sockets.size;
    });
    if (isSilent) {
      // Read all the same, for whoever reads nothing doesn't see the other side leave.
      socket.resume();
      return;
    }
    cutAfter(socket, limits);
    find().injectSocket(socket);
  };
  const drop = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    connections: counted,
    listen: async (address, port) => {
      listening = createServer(take).listen(port, address);
      await once(listening, "listening");
      const bound = listening.address();
      if (bound === null || typeof bound === "string") throw new Error("no port");
      return bound.port;
    },
    close: async () => {
      const server = listening;
      listening = undefined;
      drop();
      if (server === undefined) return;
      server.close();
      await once(server, "close");
    },
    drop,
    hang: (silent) => {
      isSilent = silent;
    },
    dropAfter: (bytes) => {
      limits = bytes;
    },
  };
}

/** Cuts a connection in the middle. */
function cutAfter(socket: Socket, { sent, received }: ByteLimits): void {
  if (received !== undefined)
    socket.on("data", () => {
      if (socket.bytesRead > received) socket.destroy();
    });
  if (sent === undefined) return;
  const write = socket.write.bind(socket);
  socket.write = (chunk: Uint8Array) => {
    const isWritten = write(chunk);
    // Not before it is on its way: what is cut is the connection, not what came before.
    if (socket.bytesWritten > sent) socket.destroySoon();
    return isWritten;
  };
}
