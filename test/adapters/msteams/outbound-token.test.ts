import assert from "node:assert/strict";

import nock from "nock";

import { entraTokens } from "../../../src/adapters/msteams/app.ts";
import { OutboundToken } from "../../../src/adapters/msteams/outbound-token.ts";
import { toTokenFailure } from "../../../src/adapters/msteams/token-failure.ts";
import { ConnectorFailure } from "../../../src/core/connector.ts";
import { interceptRequests } from "../../support/without-network.ts";
import { APP } from "./support/teams.ts";

const ENTRA = "https://login.microsoftonline.com";

describe("the outbound token", () => {
  interceptRequests();
  beforeEach(() => {
    nock(ENTRA)
      .persist()
      .get(/openid-configuration/)
      .reply(200, {
        token_endpoint: `${ENTRA}/${String(APP.tenantId)}/oauth2/v2.0/token`,
        authorization_endpoint: `${ENTRA}/x/oauth2/v2.0/authorize`,
        issuer: `${ENTRA}/x/v2.0`,
        jwks_uri: `${ENTRA}/x/keys`,
      });
  });

  const app = (digit: string): typeof APP => ({ ...APP, appId: APP.appId.replace(/^a{8}/, digit.repeat(8)) });

  it("comes from Entra ID through the SDK: one request for fifty callers, none while it lasts", async () => {
    const bodies: string[] = [];
    nock(ENTRA)
      .persist()
      .post(/oauth2\/v2\.0\/token/)
      .reply(200, async (request: Request) => {
        bodies.push(await request.text());
        return { token_type: "Bearer", expires_in: 3_600, access_token: "entra-token" };
      });
    const token = new OutboundToken(entraTokens(app("c")), 5_000);

    const tokens = await Promise.all(Array.from({ length: 50 }, () => token.get()));
    await token.get();

    assert.deepEqual(new Set(tokens), new Set(["entra-token"]));
    assert.equal(bodies.length, 1);
    assert.match(bodies[0] ?? "", /scope=https%3A%2F%2Fapi\.botframework\.com%2F\.default/);
  });

  it("tells a wrong secret from a network that is down", async () => {
    nock(ENTRA)
      .post(/oauth2\/v2\.0\/token/)
      .reply(401, { error: "invalid_client", error_description: "AADSTS7000215: Invalid client secret" });
    const wrong = await new OutboundToken(entraTokens(app("d")), 5_000).get().catch(toTokenFailure);
    nock.cleanAll();
    const down = await new OutboundToken(entraTokens(app("e")), 5_000).get().catch(toTokenFailure);

    assert.deepEqual([kindOf(wrong), kindOf(down)], ["unauthorized", "throttled"]);
  });

  it("does not wait for a request that hangs, nor let it hold up the next", async () => {
    const answers: Promise<string>[] = [new Promise(() => undefined), Promise.resolve("second")];
    const token = new OutboundToken(() => answers.shift() ?? Promise.reject(new Error("asked too often")), 5);

    await assert.rejects(token.get(), { name: "TimeoutError" });
    assert.equal(await token.get(), "second");
  });
});

function kindOf(failure: unknown): unknown {
  return failure instanceof ConnectorFailure ? failure.kind : failure;
}
