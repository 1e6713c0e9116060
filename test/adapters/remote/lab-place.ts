import type { Place } from "./suite/place.ts";
import { makeRemote, startServer } from "./start-server.ts";

const LIMITS = { graceSeconds: 1 };

/** A lab host as the suites take it. */
export async function startLabPlace(): Promise<Place> {
  const { lab, key, close, remote, access } = await startServer({ remote: { limits: LIMITS } });
  return {
    ...{ remote, access, close },
    home: lab.home,
    publicKey: key.publicKey,
    another: () => makeRemote({ limits: LIMITS }),
    cut: () => lab.dropConnections(),
  };
}
