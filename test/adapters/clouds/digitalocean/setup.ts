import type {
  CloudAccount,
  CloudDriver,
  ServerOrder,
} from "../../../../src/adapters/clouds/contract/index.ts";
import type { ServiceHttp } from "../../../../src/adapters/services/contract/index.ts";
import { createDigitalOcean } from "../../../../src/adapters/clouds/digitalocean/digitalocean.ts";
import {
  startDigitalOcean,
  type DigitalOceanOptions,
  type FakeDigitalOcean,
} from "../../../../demo/clouds/digitalocean/index.ts";
import { LeapingTime } from "../../../support/leaping-time.ts";
import { cloudHttp, MIRAS_KEY, PATIENT_MS, TOKEN } from "../cloud-tests.ts";

export interface DigitalOceanSetup {
  readonly fake: FakeDigitalOcean;
  readonly driver: CloudDriver;
  readonly account: CloudAccount;
  readonly order: ServerOrder;
  readonly time: LeapingTime;
  /** A driver that waits so long, and remembers nothing yet. */
  another(timeoutMs: number): CloudDriver;
  close(): void;
}

/** A fake, a driver that speaks to it, and somebody's account there. */
export async function setUp(
  options: DigitalOceanOptions = {},
  timeoutMs = PATIENT_MS,
): Promise<DigitalOceanSetup> {
  const time = new LeapingTime();
  const fake = await startDigitalOcean({ now: () => time.now(), ...options });
  fake.addToken("dop_v1_good", "full");
  const clients: ServiceHttp[] = [];
  const another = (waitMs: number): CloudDriver => {
    const http = cloudHttp(waitMs);
    clients.push(http);
    return createDigitalOcean(http, { clock: time, timers: time });
  };
  return {
    fake,
    driver: another(timeoutMs),
    another,
    account: accountOf(fake, "dop_v1_good"),
    order: {
      clientToken: TOKEN,
      isRepeat: false,
      name: "build-1",
      region: "",
      size: "s-1vcpu-1gb",
      image: "debian-12-x64",
      publicKeys: [MIRAS_KEY],
      tags: ["team:kitchen"],
    },
    time,
    close: () => {
      for (const http of clients) http.close();
      fake.close();
    },
  };
}

export function accountOf({ url }: FakeDigitalOcean, token: string): CloudAccount {
  return { endpoint: url, region: "fra1", privateNetwork: "", credentials: { token }, settings: {} };
}
