import assert from "node:assert/strict";
import { findCommonFault, readFailure } from "../../../../src/adapters/github/http/errors.ts";
import { MESSAGE, NOW } from "../make-github.ts";

const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };
const RESET_IN_TEN_MINUTES = {
  "x-ratelimit-remaining": "0",
  "x-ratelimit-reset": String(NOW.getTime() / 1000 + 600),
};

/** The form of Octokit's RequestError. */
function answered(
  status: number,
  headers: Record<string, string> = JSON_TYPE,
  data: unknown = MESSAGE,
): Error {
  return Object.assign(new Error("never read"), { name: "HttpError", status, response: { headers, data } });
}

function kindOf(error: unknown): string | undefined {
  return readFailure(error, NOW)?.kind;
}

describe("GitHub failures", () => {
  const cases: readonly (readonly [what: string, error: unknown, kind: string | undefined])[] = [
    ["no answer at all", Object.assign(new Error("x"), { name: "HttpError", status: 500 }), "unreachable"],
    ["an aborted call", Object.assign(new Error("x"), { name: "AbortError", status: 500 }), "unreachable"],
    ["500", answered(500), "unreachable"],
    ["503", answered(503), "unreachable"],
    ["a proxy's 404 page", answered(404, { "content-type": "text/html" }, "<html>"), "unreachable"],
    ["a proxy's 403 page", answered(403, { "content-type": "text/html" }, "<html>"), "unreachable"],
    ["a 401 without a type", answered(401, {}, ""), "unreachable"],
    ["304", answered(304, {}), "not-modified"],
    ["401", answered(401), "unauthorized"],
    ["404", answered(404), "missing"],
    ["451", answered(451), "missing"],
    ["422", answered(422), "refused"],
    ["a plain 403", answered(403), "forbidden"],
    ["a 403 with calls left", answered(403, { ...JSON_TYPE, "x-ratelimit-remaining": "12" }), "forbidden"],
    ["a 403 with none left", answered(403, { ...JSON_TYPE, ...RESET_IN_TEN_MINUTES }), "rate-limited"],
    ["a 403 with retry-after", answered(403, { ...JSON_TYPE, "retry-after": "60" }), "rate-limited"],
    ["a 429 in HTML", answered(429, { "content-type": "text/html" }, "<html>"), "rate-limited"],
    ["a 403 for single sign-on", answered(403, { ...JSON_TYPE, "x-github-sso": "required; url=x" }), "sso"],
    ["a bug of ours", new TypeError("x is undefined"), undefined],
    ["no error", "text", undefined],
  ];

  for (const [what, error, kind] of cases) {
    it(`takes ${what} for ${String(kind)}`, () => {
      assert.equal(kindOf(error), kind);
    });
  }

  it("knows a secondary limit without headers by its documentation link", () => {
    const documentation_url = "https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api";

    assert.equal(kindOf(answered(403, JSON_TYPE, { message: "x", documentation_url })), "rate-limited");
  });

  it("reads how long to wait from retry-after, else from the reset, else says a minute", () => {
    const waits = [{ "retry-after": "180" }, RESET_IN_TEN_MINUTES, {}, { "retry-after": "-5" }].map(
      (headers) => {
        const failure = readFailure(answered(429, { ...JSON_TYPE, ...headers }), NOW);
        return failure?.kind === "rate-limited" ? failure.waitMs / 1000 : undefined;
      },
    );

    assert.deepEqual(waits, [180, 600, 60, 0]);
  });

  it("tells minutes to a person, at least one", () => {
    const sentences = ["20", "61", "600"].map((seconds) => {
      const failure = readFailure(answered(429, { ...JSON_TYPE, "retry-after": seconds }), NOW);
      return failure && findCommonFault(failure)?.sentence;
    });

    assert.match(sentences[0] ?? "", /Try again in a minute;/);
    assert.match(sentences[1] ?? "", /in 2 minutes/);
    assert.match(sentences[2] ?? "", /in 10 minutes/);
  });

  it("names the organization that wants single sign-on", () => {
    const sso = "required; url=https://github.com/orgs/contoso_x/sso?authorization_request=AB";
    const failure = readFailure(answered(403, { ...JSON_TYPE, "x-github-sso": sso }), NOW);

    assert.match((failure && findCommonFault(failure)?.sentence) ?? "", /^contoso\\_x wants you to sign in/);
  });

  it("keeps the request id and the status, and nothing of request or response", () => {
    const error = answered(404, { ...JSON_TYPE, "x-github-request-id": "AB:12" });

    assert.deepEqual(readFailure(error, NOW), { kind: "missing", status: 404, requestId: "AB:12" });
  });
});
