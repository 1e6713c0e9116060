import type {
  CloudAccount,
  CloudDriver,
  ServerOrder,
} from "../../../../src/adapters/clouds/contract/index.ts";
import { createEc2 } from "../../../../src/adapters/clouds/ec2/ec2.ts";
import { startEc2, type Ec2Options, type FakeEc2 } from "../../../../demo/clouds/ec2/index.ts";
import { LeapingTime } from "../../../support/leaping-time.ts";
import { loopback, MIRAS_KEY, PATIENT_MS, TOKEN } from "../cloud-tests.ts";

export interface Ec2Setup {
  readonly fake: FakeEc2;
  readonly driver: CloudDriver;
  readonly account: CloudAccount;
  readonly order: ServerOrder;
  readonly time: LeapingTime;
  /** A driver that waits so long, and remembers nothing yet. */
  another(timeoutMs: number): CloudDriver;
  close(): void;
}

const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/** A fake, a driver with the real SDK that speaks to it, and somebody's account there. */
export async function setUp(options: Ec2Options = {}, timeoutMs = PATIENT_MS): Promise<Ec2Setup> {
  const time = new LeapingTime();
  const fake = await startEc2({ now: () => time.now(), ...options });
  fake.addAccessKey("AKIAIOSFODNN7EXAMPLE", SECRET, "*");
  const drivers: ReturnType<typeof createEc2>[] = [];
  const another = (waitMs: number): CloudDriver => {
    const made = createEc2({ network: loopback, version: "1", clock: time, timeoutMs: waitMs });
    drivers.push(made);
    return made;
  };
  return {
    fake,
    driver: another(timeoutMs),
    another,
    account: accountOf(fake, "AKIAIOSFODNN7EXAMPLE"),
    order: {
      clientToken: TOKEN,
      isRepeat: false,
      name: "build-1",
      region: "",
      size: "t3.micro",
      image: "debian-12",
      publicKeys: [MIRAS_KEY],
      tags: ["team:kitchen"],
    },
    time,
    close: () => {
      for (const driver of drivers) driver.close();
      fake.close();
    },
  };
}

/** Another key of the same user, with what it may do. */
export function addKey(fake: FakeEc2, allows: readonly string[]): CloudAccount {
  fake.addAccessKey("AKIAI44QH8DHBEXAMPLE", SECRET, allows);
  return accountOf(fake, "AKIAI44QH8DHBEXAMPLE");
}

export function accountOf({ url }: FakeEc2, accessKeyId: string, secretAccessKey = SECRET): CloudAccount {
  return {
    endpoint: url,
    region: "eu-central-1",
    privateNetwork: "",
    credentials: { accessKeyId, secretAccessKey },
    settings: { securityGroup: "sg-0aa11bb22cc33dd44" },
  };
}
