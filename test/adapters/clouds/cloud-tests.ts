import { createAddressGuard } from "../../../src/adapters/services/http/address-guard.ts";
import { createGuardedNetwork } from "../../../src/adapters/services/http/guarded-network.ts";
import { createServiceHttp } from "../../../src/adapters/services/http/service-http.ts";
import type { ServiceHttp } from "../../../src/adapters/services/contract/index.ts";
import type {
  CloudAccount,
  CloudDriver,
  CloudNetwork,
  CloudServer,
  ServerOrder,
} from "../../../src/adapters/clouds/contract/index.ts";
import { isFault, type faults } from "../../../src/core/errors.ts";

/** Far more than loopback takes. */
export const PATIENT_MS = 5_000;
/** Short enough for a table of calls that hang. */
export const HASTY_MS = 100;
export const TOKEN = "0190a5d2-7c1e-7b1a-9c7e-2f6f3c1d4e5a";
export const OTHER_TOKEN = "0190a5d2-7c1e-7b1a-9c7e-2f6f3c1d4e5b";
export const MIRAS_KEY = `ssh-ed25519 ${Buffer.from("mira's key").toString("base64")} mira@example.com`;
export const JONS_KEY = `ssh-ed25519 ${Buffer.from("jon's key").toString("base64")} jon@example.com`;

const guard = createAddressGuard([{ kind: "host", name: "127.0.0.1" }]);

/** As app.ts hands it over, allowed to speak to loopback, and quick. */
export function cloudHttp(timeoutMs: number): ServiceHttp {
  return createServiceHttp({ guard, version: "1", timeoutMs, retryAfterMs: 1 });
}

export const loopback: CloudNetwork = createGuardedNetwork(guard);
export const nowhere: CloudNetwork = createGuardedNetwork(createAddressGuard([]));

/** Is it this fault, with words like these, and none of a secret? */
export const fails =
  (code: keyof typeof faults, words = /./) =>
  (error: unknown): boolean =>
    isFault(error, code) && words.test(error.sentence) && !/dop_v1|wJalrX/.test(error.sentence);

/** What a job does: the provider is asked until it is known what came of it, and says each time that it did so before. */
export async function createUntilKnown(
  driver: CloudDriver,
  account: CloudAccount,
  order: ServerOrder,
): Promise<CloudServer> {
  for (let call = 0; call < 20; call += 1) {
    try {
      return await driver.createServer(account, { ...order, isRepeat: call > 0 });
    } catch (error) {
      if (!isFault(error) || !error.retryable) throw error;
    }
  }
  throw new Error("it never came to an end");
}

/** All lists of `length` items of these. */
export function sequences<T>(items: readonly T[], length: number): readonly (readonly T[])[] {
  if (length === 0) return [[]];
  return sequences(items, length - 1).flatMap((rest) => items.map((item) => [...rest, item]));
}
