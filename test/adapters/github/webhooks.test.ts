import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import type { WebhookVerdict } from "../../../src/adapters/github/contract/index.ts";
import { createWebhookVerifier } from "../../../src/adapters/github/webhooks.ts";

const GUID = "72d3162e-cc78-11e3-81ab-4c9367dc0958";
const PAYLOAD = {
  action: "opened",
  installation: { id: 77 },
  repository: { id: 3_000_000_019, owner: { id: 6_154_722 } },
  organization: { id: 1 },
};

function sign(body: string | Buffer, secret = "new"): string {
  return `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
}

function verify(
  body: string | Buffer,
  headers: Record<string, string | string[] | undefined> = {},
  secrets: readonly string[] = ["new", "old"],
): WebhookVerdict {
  return createWebhookVerifier(secrets).verify(
    {
      "x-hub-signature-256": sign(body),
      "x-github-event": "issues",
      "x-github-delivery": GUID,
      ...headers,
    },
    Buffer.from(body),
  );
}

function statusOf(verdict: WebhookVerdict): number | "verified" {
  return verdict.kind === "verified" ? "verified" : verdict.status;
}

function idsOf(payload: object): readonly string[] {
  const verdict = verify(JSON.stringify(payload));
  assert.equal(verdict.kind, "verified");
  const { action, installationId, repositoryId, ownerId } = verdict.webhook;
  return [action, installationId, repositoryId, ownerId];
}

describe("GitHub webhooks", () => {
  const body = JSON.stringify(PAYLOAD);

  it("are verified and their ids read", () => {
    assert.deepEqual(verify(body), {
      kind: "verified",
      webhook: {
        guid: GUID,
        event: "issues",
        action: "opened",
        installationId: "77",
        repositoryId: "3000000019",
        ownerId: "6154722",
        raw: Buffer.from(body),
      },
    });
  });

  it("may be signed with the secret that is being replaced", () => {
    assert.equal(statusOf(verify(body, { "x-hub-signature-256": sign(body, "old") })), "verified");
  });

  const refusals: readonly (readonly [what: string, verdict: () => WebhookVerdict, status: number])[] = [
    ["everything without a secret", () => verify(body, {}, []), 503],
    [
      "everything with an empty secret",
      () => verify(body, { "x-hub-signature-256": sign(body, "") }, [""]),
      503,
    ],
    ["no signature", () => verify(body, { "x-hub-signature-256": undefined }), 401],
    ["two signatures", () => verify(body, { "x-hub-signature-256": [sign(body), sign(body)] }), 401],
    ["a foreign signature", () => verify(body, { "x-hub-signature-256": sign(body, "guess") }), 401],
    ["another body's signature", () => verify(body, { "x-hub-signature-256": sign(`${body} `) }), 401],
    ["a short signature", () => verify(body, { "x-hub-signature-256": "sha256=ab" }), 401],
    ["a bare signature", () => verify(body, { "x-hub-signature-256": sign(body).slice(7) }), 401],
    [
      "SHA-1 only",
      () => verify(body, { "x-hub-signature-256": undefined, "x-hub-signature": "sha1=ab" }),
      401,
    ],
    [
      "a wrong signature before a wrong event",
      () => verify(body, { "x-hub-signature-256": "x", "x-github-event": "" }),
      401,
    ],
    ["no event", () => verify(body, { "x-github-event": undefined }), 400],
    ["an odd event", () => verify(body, { "x-github-event": "issues/../x" }), 400],
    ["an overlong event", () => verify(body, { "x-github-event": "a".repeat(65) }), 400],
    ["no delivery id", () => verify(body, { "x-github-delivery": undefined }), 400],
    ["a delivery id that is no UUID", () => verify(body, { "x-github-delivery": "12345" }), 400],
    [
      "an overlong delivery id",
      () => verify(body, { "x-github-delivery": `${GUID}-${"0".repeat(80)}` }),
      400,
    ],
    ["an empty body", () => verify(""), 400],
    ["a body that is not JSON", () => verify("payload=%7B%7D"), 400],
    ["a list", () => verify("[]"), 400],
    ["null", () => verify("null"), 400],
    ["a number", () => verify("7"), 400],
  ];
  for (const [what, verdict, status] of refusals) {
    it(`answer ${what} with ${String(status)}`, () => {
      assert.equal(statusOf(verdict()), status);
    });
  }

  it("are verified over the raw bytes, not over text", () => {
    const raw = Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d]);

    assert.equal(statusOf(verify(raw)), "verified");
    assert.equal(statusOf(verify(raw, { "x-hub-signature-256": sign(raw.toString("utf8")) })), 401);
  });

  it("take the owner from the repository, else the organization, else the installation", () => {
    const account = { account: { id: 3 } };

    assert.equal(idsOf({ repository: { id: 1, owner: { id: 2 } }, organization: { id: 9 } })[3], "2");
    assert.equal(idsOf({ organization: { id: 9 }, installation: { id: 7, ...account } })[3], "9");
    assert.equal(idsOf({ installation: { id: 7, ...account } })[3], "3");
    assert.equal(idsOf({ zen: "Keep it logically awesome." })[3], "");
  });

  it("leave out what is not what GitHub sends, and keep the rest", () => {
    const odd = { action: 7, installation: "x", repository: { id: "1", owner: null }, organization: [] };

    assert.deepEqual(idsOf(odd), ["", "", "", ""]);
    assert.deepEqual(idsOf({ ...PAYLOAD, installation: { id: -1 }, action: "a".repeat(65) }), [
      "",
      "",
      "3000000019",
      "6154722",
    ]);
  });
});
