import assert from "node:assert/strict";

import { getPipeline, createAgents, createSdkClient } from "../../../src/adapters/msteams/sdk-client.ts";
import { parseRetryAfter, toConnectorFailure } from "../../../src/adapters/msteams/failures.ts";

const NOW = new Date("2026-03-01T12:00:00Z");

describe("Retry-After", () => {
  const table: [string | undefined, number | undefined][] = [
    ["0", 0],
    ["3", 3_000],
    ["1.5", 1_500],
    [" 7 ", 7_000],
    ["Sun, 01 Mar 2026 12:00:30 GMT", 30_000],
    ["Sun, 01 Mar 2026 11:00:00 GMT", 0],
    ["-5", undefined],
    ["soon", undefined],
    ["", undefined],
    [undefined, undefined],
  ];
  for (const [value, expected] of table) {
    it(`reads ${String(value)} as ${String(expected)} ms`, () => {
      assert.equal(parseRetryAfter(value, NOW), expected);
    });
  }
});

describe("a failure of the SDK", () => {
  const socket = (code: string): Error =>
    Object.assign(new Error("secret text"), { name: "RestError", code });

  for (const code of ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "CERT_HAS_EXPIRED"]) {
    it(`${code} was not accepted`, () => {
      assert.equal(toConnectorFailure(socket(code), NOW).kind, "throttled");
    });
  }
  for (const code of ["ECONNRESET", "ETIMEDOUT", "EPIPE", "REQUEST_SEND_ERROR", "PARSE_ERROR"]) {
    it(`${code} may have been posted`, () => {
      assert.equal(toConnectorFailure(socket(code), NOW).kind, "ambiguous");
    });
  }

  it("that nobody knows may have been posted", () => {
    assert.equal(toConnectorFailure("odd", NOW).kind, "ambiguous");
    assert.equal(toConnectorFailure(undefined, NOW).kind, "ambiguous");
  });

  it("keeps no text, request or response of the original", () => {
    const error = Object.assign(socket("ECONNRESET"), {
      request: { headers: "Bearer x" },
      response: { headers: {} },
    });

    const failure = toConnectorFailure(error, NOW);

    assert.doesNotMatch(
      JSON.stringify([failure, failure.message, failure.stack, failure.cause]),
      /secret|Bearer/,
    );
  });
});

describe("botframework-connector 4.23.3", () => {
  it("has the hidden pipeline from which repeats and redirects are taken", () => {
    const client = createSdkClient("https://smba.trafficmanager.net/teams/", createAgents());

    const names = getPipeline(client)
      .getOrderedPolicies()
      .map((policy) => policy.name);

    assert.ok(names.includes("own-agent"), names.join());
    assert.ok(names.includes("serializationPolicy"), names.join());
    assert.deepEqual(
      names.filter((name) => /retry|redirect/i.test(name)),
      [],
    );
  });
});
