import { lookup } from "node:dns";
import { once } from "node:events";
import { connect, isIP, type LookupFunction, type Socket } from "node:net";
import type { RemoteAddress } from "./contract/index.ts";

/** May a connection go to this address, which the host's name leads to? */
export type AllowsAddress = (address: string, host: string) => boolean;

/** An address that may not be spoken to. */
export class PrivateAddress extends Error {}

/**
 * Connects to a host. Its addresses are asked about when the connection is made, so that the one that was allowed is the
 * one that is used. Throws PrivateAddress, the system's errors, and the signal's reason.
 */
export async function openSocket(
  { host, port }: RemoteAddress,
  allows: AllowsAddress,
  signal: AbortSignal,
): Promise<Socket> {
  signal.throwIfAborted();
  const plain = host.replace(/^\[(.*)\]$/, "$1");
  if (isIP(plain) !== 0 && !allows(plain, plain)) throw new PrivateAddress();
  const guarded: LookupFunction = (name, options, done) => {
    lookup(name, { ...options, all: true }, (error, addresses) => {
      if (error !== null) {
        done(error, "");
        return;
      }
      const [first] = addresses;
      const isSafe = addresses.every(({ address }) => allows(address, name));
      if (first === undefined || !isSafe) done(new PrivateAddress(), "");
      else if (options.all === true) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };
  const socket = connect({ host: plain, port, lookup: guarded, noDelay: true });
  try {
    await once(socket, "connect", { signal });
    return socket;
  } catch (error) {
    socket.on("error", () => undefined).destroy();
    signal.throwIfAborted();
    throw error;
  }
}
