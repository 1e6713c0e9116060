import assert from "node:assert/strict";

import { startTokenIssuer, type TokenIssuer } from "../../../demo/teams/connector/index.ts";
import type { Received, Teams } from "../../../src/adapters/msteams/index.ts";
import { adapter, APP, recordingLog } from "./support/teams.ts";

const SERVICE_URL = "https://smba.trafficmanager.net/emea/";
const LOOPBACK = "127.0.0.1";

function message(overrides: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    type: "message",
    id: "1",
    channelId: "msteams",
    serviceUrl: SERVICE_URL,
    from: { id: "29:ann", name: "Ann", aadObjectId: "ann-object" },
    recipient: { id: `28:${APP.appId}`, name: "GitHub" },
    conversation: { id: "a:1", conversationType: "personal", tenantId: APP.tenantId },
    text: "help",
    ...overrides,
  };
}

function outcomeOf(received: Received): string {
  return received.kind === "refused"
    ? `${String(received.status)} ${received.reason}`
    : received.activity.kind;
}

describe("receiving with authentication", () => {
  let issuer: TokenIssuer;
  let teams: Teams;

  before(async () => {
    issuer = await startTokenIssuer();
    teams = adapter(APP, { openIdMetadataUrl: issuer.metadataUrl });
  });
  after(async () => {
    teams.close();
    await issuer.close();
  });

  const claims = { appId: APP.appId, serviceUrl: SERVICE_URL };
  const send = (authorization: string | undefined, body: unknown = message()): Promise<Received> =>
    teams.receive(authorization === undefined ? {} : { authorization }, "203.0.113.9", body);

  const valid: [string, () => string][] = [
    ["a valid token", () => issuer.mint(claims)],
    ["a token without expiry", () => issuer.mint({ ...claims, withoutExpiry: true })],
    [
      "a token expired within the skew of 5 minutes",
      () => issuer.mint({ ...claims, expiresInSeconds: -120 }),
    ],
  ];
  for (const [what, mint] of valid) {
    it(`lets in ${what}`, async () => {
      assert.equal(outcomeOf(await send(`Bearer ${mint()}`)), "message");
    });
  }

  const emulator = "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/";
  const forged: [string, () => string][] = [
    ["expired 10 minutes ago", () => issuer.mint({ ...claims, expiresInSeconds: -600 })],
    ["with an unknown key id", () => issuer.mint(claims, { key: "stranger" })],
    ["for another bot", () => issuer.mint({ ...claims, appId: "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb" })],
    ["of another issuer", () => issuer.mint({ ...claims, issuer: "https://evil.example" })],
    [
      "with another service URL",
      () => issuer.mint({ ...claims, serviceUrl: "https://smba.trafficmanager.net/amer/" }),
    ],
    ["without a service URL", () => issuer.mint({ ...claims, serviceUrl: undefined })],
    ["of a key not endorsed for Teams", () => issuer.mint(claims, { key: "webchat" })],
    [
      "signed by a stranger in a known key's name",
      () => issuer.mint(claims, { key: "stranger", kid: "teams" }),
    ],
    ["without a signature (alg none)", () => issuer.mint(claims, { algorithm: "none" })],
    ["signed with the public key (HS256)", () => issuer.mint(claims, { algorithm: "HS256" })],
    ["not valid yet", () => issuer.mint({ ...claims, notBeforeInSeconds: 900 })],
    [
      "of the SDK's emulator issuer",
      () => issuer.mint({ ...claims, issuer: emulator, extra: { appid: APP.appId, ver: "1.0" } }),
    ],
    [
      "of another bot (a skill)",
      () => issuer.mint({ ...claims, issuer: emulator, extra: { azp: "x", appid: "x", ver: "2.0" } }),
    ],
    ["that is rubbish", () => "rubbish"],
    ["with a rubbish header", () => `e30.${issuer.mint(claims).split(".").slice(1).join(".")}`],
    ["with a changed payload", () => tampered(issuer.mint(claims))],
  ];
  for (const [what, mint] of forged) {
    it(`answers 401 to a token ${what}`, async () => {
      assert.match(outcomeOf(await send(`Bearer ${mint()}`)), /^401 /);
    });
  }

  for (const authorization of [
    undefined,
    "",
    "Bearer",
    "Bearer ",
    "Basic dXNlcjpwYXNz",
    "bearer x",
    "Bearer a b",
  ]) {
    it(`answers 401 to the header ${String(authorization)}`, async () => {
      assert.match(outcomeOf(await send(authorization)), /^401 no token/);
    });
  }

  it("says that it cannot tell, without naming addresses, when the keys are out of reach", async () => {
    const gone = await startTokenIssuer();
    const other = adapter(APP, { openIdMetadataUrl: gone.metadataUrl });
    const token = gone.mint(claims);
    await gone.close();

    const received = await other.receive({ authorization: `Bearer ${token}` }, undefined, message());

    assert.equal(outcomeOf(received), "503 keys unavailable");
    other.close();
  });

  const tokenFor = (serviceUrl: string): string => `Bearer ${issuer.mint({ appId: APP.appId, serviceUrl })}`;
  for (const serviceUrl of [
    "https://evil.example/",
    "http://smba.trafficmanager.net/emea/",
    "https://smba.trafficmanager.net.evil.example/",
    "https://smba.trafficmanager.net@evil.example/",
    "https://evil.example\\@smba.trafficmanager.net/",
    "https://smba.trafficmanager.net:8443/",
    "http://127.0.0.1:9/",
    "not a url",
  ]) {
    it(`refuses the service URL ${serviceUrl}, however well signed`, async () => {
      assert.equal(
        outcomeOf(await send(tokenFor(serviceUrl), message({ serviceUrl }))),
        "403 unknown service URL",
      );
    });
  }

  it("refuses what is not a Teams activity before looking at the token", async () => {
    for (const body of [null, "text", [], {}, message({ type: 7 }), message({ serviceUrl: undefined })]) {
      assert.equal(outcomeOf(await send(undefined, body)), "400 not an activity");
    }
    for (const channelId of ["AseChannel", "emulator", "MSTeams"]) {
      assert.equal(
        outcomeOf(await send(undefined, message({ channelId }))),
        "400 not from the Teams channel",
      );
    }
  });

  it("lets in the app's own tenant only, unless told others", async () => {
    const other = "22222222-2222-4222-8222-222222222222";
    const conversation = { id: "a:1", conversationType: "personal", tenantId: other };
    const authorization = tokenFor(SERVICE_URL);
    const open = adapter(APP, { openIdMetadataUrl: issuer.metadataUrl }, [other.toUpperCase()]);

    assert.equal(outcomeOf(await send(authorization, message({ conversation }))), "403 tenant not allowed");
    assert.equal(
      outcomeOf(await send(authorization, message({ conversation: { id: "a:1" } }))),
      "403 tenant not allowed",
    );
    assert.equal(
      outcomeOf(await open.receive({ authorization }, undefined, message({ conversation }))),
      "message",
    );
    open.close();
  });

  it("lets nobody in when neither tenant is known", async () => {
    const closed = adapter(
      { ...APP, appType: "MultiTenant", tenantId: undefined },
      { openIdMetadataUrl: issuer.metadataUrl },
    );

    const received = await closed.receive({ authorization: tokenFor(SERVICE_URL) }, undefined, message());

    assert.equal(outcomeOf(received), "403 tenant not allowed");
    closed.close();
  });
});

describe("refusing tokens", () => {
  /* eslint-disable no-console -- the SDK's printing is what is tested */
  it("prints nothing to the console and logs a kind of failure once", async () => {
    const issuer = await startTokenIssuer();
    const log = recordingLog();
    const printed: unknown[] = [];
    const original = console.error;
    console.error = (...values: unknown[]) => printed.push(...values);
    const teams = adapter(APP, { openIdMetadataUrl: issuer.metadataUrl }, [], log);
    const forged = issuer.mint(
      { appId: APP.appId, serviceUrl: SERVICE_URL },
      { key: "stranger", kid: "teams" },
    );
    try {
      const headers = { authorization: `Bearer ${forged}` };
      await Promise.all([1, 2, 3].map(() => teams.receive(headers, undefined, message())));
      console.error("ours");
    } finally {
      teams.close();
      console.error = original;
      await issuer.close();
    }

    assert.deepEqual(printed, ["ours"]);
    assert.equal(log.lines.filter((line) => line.text === "inbound token refused").length, 1);
    assert.doesNotMatch(JSON.stringify(log.lines), /BEGIN|eyJ/);
  });
  /* eslint-enable no-console */
});

describe("receiving in local mode", () => {
  const teams = adapter(undefined, {});
  const local = message({ serviceUrl: "http://127.0.0.1:4000/" });
  const own = { host: "127.0.0.1:3978", "content-type": "application/json" };

  for (const [address, expected] of [
    ["127.0.0.1", "message"],
    ["::1", "message"],
    ["::ffff:127.0.0.1", "message"],
    ["10.0.0.5", "403 local mode listens to this machine only"],
    ["::ffff:10.0.0.5", "403 local mode listens to this machine only"],
    [undefined, "403 local mode listens to this machine only"],
  ] as const) {
    it(`answers ${expected} to ${String(address)}`, async () => {
      assert.equal(outcomeOf(await teams.receive(own, address, local)), expected);
    });
  }

  for (const [serviceUrl, expected] of [
    ["http://localhost:9/", "message"],
    ["http://[::1]:9/", "message"],
    ["https://smba.trafficmanager.net/teams/", "403 unknown service URL"],
    ["http://169.254.169.254/latest/", "403 unknown service URL"],
    ["http://127.0.0.1@evil.example/", "403 unknown service URL"],
    ["http://127.0.0.1.evil.example/", "403 unknown service URL"],
    ["http://localhost\\@evil.example/", "403 unknown service URL"],
    ["file:///etc/passwd", "403 unknown service URL"],
  ] as const) {
    it(`answers ${expected} to the service URL ${serviceUrl}`, async () => {
      assert.equal(outcomeOf(await teams.receive(own, LOOPBACK, message({ serviceUrl }))), expected);
    });
  }
});

function tampered(token: string): string {
  const [header = "", payload = "", signature = ""] = token.split(".");
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as Record<string, unknown>;
  const changed = Buffer.from(JSON.stringify({ ...claims, extra: 1 })).toString("base64url");
  return `${header}.${changed}.${signature}`;
}
