import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { CloudTrouble } from "../../../../demo/clouds/http/faults.ts";
import type { CloudAccount, CloudServer } from "../../../../src/adapters/clouds/contract/index.ts";
import { createEc2 } from "../../../../src/adapters/clouds/ec2/ec2.ts";
import type { faults } from "../../../../src/core/errors.ts";
import { selfSigned } from "../../../support/certificate.ts";
import { fails, HASTY_MS, nowhere } from "../cloud-tests.ts";
import { setUp, type Ec2Setup } from "./setup.ts";

interface Call {
  readonly pattern: RegExp;
  readonly run: (at: Ec2Setup, server: CloudServer) => Promise<unknown>;
  /** What a missing answer means. */
  readonly unanswered: keyof typeof faults;
}

const FRESH = "0190a5d2-0000-7b1a-9c7e-2f6f3c1d4e5a";
const safe = "CLOUD_UNAVAILABLE";
const acts = "CLOUD_OUTCOME_UNKNOWN";
const create: Call["run"] = ({ driver, account, order }) =>
  driver.createServer(account, { ...order, clientToken: FRESH, isRepeat: true });
const CALLS: Readonly<Record<string, Call>> = {
  "verifying: VPCs": {
    pattern: /^DescribeVpcs/,
    run: ({ driver, account }) => driver.verify(account),
    unanswered: safe,
  },
  "verifying: instances": {
    pattern: /^DescribeInstances/,
    run: ({ driver, account }) => driver.verify(account),
    unanswered: safe,
  },
  "verifying: a try": {
    pattern: /^RunInstances.*dry/,
    run: ({ driver, account }) => driver.verify(account),
    unanswered: safe,
  },
  regions: {
    pattern: /^DescribeRegions/,
    run: ({ driver, account }) => driver.listRegions(account),
    unanswered: safe,
  },
  sizes: {
    pattern: /^DescribeInstanceTypes/,
    run: ({ driver, account }) => driver.listSizes(account, ""),
    unanswered: safe,
  },
  images: {
    pattern: /^DescribeImages/,
    run: ({ driver, account }) => driver.listImages(account, ""),
    unanswered: safe,
  },
  "creating: looking": { pattern: /^DescribeInstances.*client-token/, run: create, unanswered: safe },
  creating: { pattern: /^RunInstances/, run: create, unanswered: acts },
  describing: {
    pattern: /^DescribeInstances/,
    run: ({ driver, account }, server) => driver.describeServer(account, server),
    unanswered: safe,
  },
  "finding by token": {
    pattern: /^DescribeInstances.*client-token/,
    run: ({ driver, account, order }) => driver.findByToken(account, order),
    unanswered: safe,
  },
  starting: {
    pattern: /^StartInstances/,
    run: ({ driver, account }, server) => driver.power(account, server, "start"),
    unanswered: acts,
  },
  stopping: {
    pattern: /^StopInstances/,
    run: ({ driver, account }, server) => driver.power(account, server, "stop"),
    unanswered: acts,
  },
  rebooting: {
    pattern: /^RebootInstances/,
    run: ({ driver, account }, server) => driver.power(account, server, "reboot"),
    unanswered: acts,
  },
  "pulling the plug": {
    pattern: /^StopInstances/,
    run: ({ driver, account }, server) => driver.forceStop(account, server),
    unanswered: acts,
  },
  deleting: {
    pattern: /^TerminateInstances/,
    run: ({ driver, account }, server) => driver.deleteServer(account, server),
    unanswered: acts,
  },
  "listing all": {
    pattern: /^DescribeInstances.*tag-key/,
    run: ({ driver, account }) => driver.listByTag(account),
    unanswered: safe,
  },
};
const NO_ANSWER: readonly CloudTrouble[] = [408, 500, 502, 503, "reset", "reset-after", "hang"];

describe("EC2 in trouble", () => {
  let at: Ec2Setup;
  let server: CloudServer;
  const warm = async (): Promise<void> => {
    server = await at.driver.createServer(at.account, at.order);
    await at.driver.describeServer(at.account, server);
  };
  before(async () => {
    // The SDK takes its time with the first call of a process.
    at = await setUp();
    await warm();
    at.close();
  });
  beforeEach(async () => {
    at = await setUp({ readsUntilDone: 1 });
    await warm();
    // What the create remembered is old by then.
    at.time.leap(601_000);
    at.fake.asked.length = 0;
  });
  afterEach(() => at.close());

  for (const [name, { pattern, run, unanswered }] of Object.entries(CALLS)) {
    for (const trouble of NO_ANSWER)
      it(`${name}, ${String(trouble)}: is told as what it is, and asked once`, async () => {
        at.fake.faults.plan(pattern, trouble, 2);
        const hasty = at.another(HASTY_MS);

        const asking = run(trouble === "hang" ? { ...at, driver: hasty } : at, server);

        await assert.rejects(asking, fails(unanswered));
        // Regions are asked side by side.
        const asked = at.fake.asked.filter((call) => pattern.test(call));
        assert.equal(new Set(asked).size, asked.length);
      });

    it(`${name}, too often: says when to try again, and changes nothing`, async () => {
      at.fake.faults.plan(pattern, 429);

      await assert.rejects(run(at, server), fails("CLOUD_LIMITED", /in a minute/));
      assert.deepEqual(
        at.fake.instances().map(({ state }) => state),
        ["running"],
      );
    });

    it(`${name}, with a key that was taken back: is refused`, async () => {
      at.fake.faults.plan(pattern, 401);

      await assert.rejects(run(at, server), fails("CLOUD_CREDENTIALS_REFUSED"));
    });

    // A try that must not happen, and a reboot, which EC2 answers with nothing.
    if (/verifying|rebooting/.test(name)) continue;
    it(`${name}, at what is no EC2: is not taken for an answer`, async () => {
      at.fake.faults.plan(pattern, 200, 4);

      await assert.rejects(run(at, server), (error) => error instanceof Error && error.name === "Fault");
    });
  }
});

describe("What is no EC2", () => {
  let at: Ec2Setup;
  let server: Server;
  let answer: (response: ServerResponse) => void;
  const elsewhere = (): CloudAccount => {
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    return { ...at.account, endpoint: `http://127.0.0.1:${String(port)}` };
  };

  beforeEach(async () => {
    at = await setUp();
    server = createServer((request, response) => {
      request.resume();
      answer(response);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  afterEach(() => {
    at.close();
    server.closeAllConnections();
    server.close();
  });

  it("is not sought inside of a private network, by number or by name", async () => {
    const strict = createEc2({ network: nowhere, version: "1", clock: at.time });
    const { port } = new URL(at.account.endpoint);
    for (const host of ["127.0.0.1", "localhost", "[::1]"])
      await assert.rejects(
        strict.listRegions({ ...at.account, endpoint: `http://${host}:${port}` }),
        fails("SERVICE_ADDRESS_PRIVATE"),
        host,
      );

    assert.deepEqual(at.fake.asked, []);
    strict.close();
  });

  for (const status of [302, 404])
    it(`is known by its ${String(status)}`, async () => {
      answer = (response) => {
        response.writeHead(status, { location: `${at.fake.url}/`, "content-type": "text/html" });
        response.end("<html></html>");
      };

      await assert.rejects(at.driver.listRegions(elsewhere()), fails("SERVICE_NOT_UNDERSTOOD"));
      assert.deepEqual(at.fake.asked, [], "it is not followed elsewhere");
    });

  it("is told nothing when nobody vouches for its certificate", async () => {
    const { certificate, key } = selfSigned("127.0.0.1");
    let asked = 0;
    const secure = createSecureServer({ cert: certificate, key }, (_request, response) => {
      asked += 1;
      response.end();
    }).listen(0, "127.0.0.1");
    await once(secure, "listening");
    const address = secure.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const endpoint = `https://127.0.0.1:${String(port)}`;

    await assert.rejects(at.driver.listRegions({ ...at.account, endpoint }), fails("SERVICE_CERTIFICATE"));
    assert.equal(asked, 0);
    secure.close();
  });

  it("isn't waited for when it falls silent in the middle", async () => {
    answer = (response) => {
      response.writeHead(200, { "content-type": "text/xml" });
      response.write("<DescribeRegionsResponse><regionInfo>");
    };

    await assert.rejects(at.another(HASTY_MS).listRegions(elsewhere()), fails("CLOUD_UNAVAILABLE"));
  });

  it("isn't read to an end that doesn't come", async () => {
    answer = (response) => {
      response.writeHead(200, { "content-type": "text/xml" });
      const chunk = Buffer.alloc(1_024 * 1_024, "x");
      const write = (): void => {
        while (!response.destroyed && response.write(chunk));
        response.once("drain", write);
      };
      write();
    };

    await assert.rejects(at.driver.listRegions(elsewhere()), fails("CLOUD_UNAVAILABLE"));
  });
});
