import { type Activity, ConfigurationBotFrameworkAuthentication } from "botbuilder";
import { AuthenticationConstants, AuthenticationError, type ClaimsIdentity } from "botframework-connector";

import type { Log } from "../../core/log.ts";
import type { ActivityEnvelope } from "./activity-schema.ts";
import { credentialsFactory, type TeamsApp } from "./app.ts";
import { within } from "./within.ts";
import { hushSdkConsole, withQuietConsole } from "./sdk-console.ts";

/** `refused`: the token does not prove the sender (401). `unavailable`: its keys could not be fetched (503). */
export type AuthenticationVerdict = "authentic" | "refused" | "unavailable";

export interface Authenticator {
  authenticate(envelope: ActivityEnvelope, authorization: string): Promise<AuthenticationVerdict>;
  close(): void;
}

export interface AuthenticationEndpoints {
  /** The OpenID document that names Bot Framework's keys. */
  readonly openIdMetadataUrl?: string;
}

// What jsonwebtoken throws for a token that is wrong; the SDK lets most of them through as its own failures (500).
const TOKEN_ERRORS: readonly string[] = [
  "JsonWebTokenError",
  "NotBeforeError",
  "TokenExpiredError",
  "SyntaxError",
];
const LOG_EVERY_MS = 60_000;
// The SDK fetches keys without a timeout of its own; Teams gives up on us after 15 s.
const TIMEOUT_MS = 10_000;

/**
 * Verifies inbound tokens (https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication):
 * issuer, audience, signature, endorsement, times by the SDK; issuer and service URL once more here, because the
 * SDK skips both for tokens of its emulator's issuers.
 */
export function createAuthenticator(
  app: TeamsApp,
  endpoints: AuthenticationEndpoints,
  log: Log,
  now: () => number,
): Authenticator {
  const metadataUrl =
    endpoints.openIdMetadataUrl ?? AuthenticationConstants.ToBotFromChannelOpenIdMetadataUrl;
  const issuer = AuthenticationConstants.ToBotFromChannelTokenIssuer;
  // Setting one of these turns the defaults of all the others off: they go together (measured, 4.23.3).
  const sdk = new ConfigurationBotFrameworkAuthentication(
    {
      MicrosoftAppId: app.appId,
      ToChannelFromBotLoginUrl: AuthenticationConstants.ToChannelFromBotLoginUrl,
      ToChannelFromBotOAuthScope: AuthenticationConstants.ToChannelFromBotOAuthScope,
      ToBotFromChannelTokenIssuer: issuer,
      OAuthUrl: AuthenticationConstants.OAuthUrl,
      ToBotFromChannelOpenIdMetadataUrl: metadataUrl,
      // Emulator tokens are refused below; this keeps their keys from being fetched from anywhere else.
      ToBotFromEmulatorOpenIdMetadataUrl: metadataUrl,
      CallerId: "urn:botframework:azure",
    },
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- the SDK's own class "implements" the abstract one
    credentialsFactory(app),
  );
  const unhush = hushSdkConsole();
  const logOnce = createLogOnce(log, now);

  return {
    authenticate: async (envelope, authorization) => {
      try {
        const { claimsIdentity } = await within(TIMEOUT_MS, () =>
          withQuietConsole(() => sdk.authenticateRequest(toSdkActivity(envelope), authorization)),
        );
        if (isFor(claimsIdentity, issuer, envelope.serviceUrl)) return "authentic";
        logOnce("token of another issuer or service URL", "refused");
        return "refused";
      } catch (error) {
        const verdict = isTokenError(error) ? "refused" : "unavailable";
        logOnce(nameOf(error), verdict);
        return verdict;
      }
    },
    close: unhush,
  };
}

function isFor(identity: ClaimsIdentity, issuer: string, serviceUrl: string): boolean {
  return (
    identity.isAuthenticated &&
    identity.getClaimValue(AuthenticationConstants.IssuerClaim) === issuer &&
    identity.getClaimValue(AuthenticationConstants.ServiceUrlClaim) === serviceUrl
  );
}

function isTokenError(error: unknown): boolean {
  if (error instanceof AuthenticationError) return error.statusCode === 401 || error.statusCode === 403;
  return error instanceof Error && TOKEN_ERRORS.includes(error.name);
}

/** One line a minute for each kind of failure: refused tokens are the sender's to choose. */
function createLogOnce(log: Log, now: () => number): (kind: string, verdict: AuthenticationVerdict) => void {
  const last = new Map<string, { at: number; suppressed: number }>();
  return (kind, verdict) => {
    const key = `${verdict}:${kind}`;
    const entry = last.get(key);
    if (entry !== undefined && now() - entry.at < LOG_EVERY_MS) {
      entry.suppressed += 1;
      return;
    }
    last.set(key, { at: now(), suppressed: 0 });
    const fields = { kind, repeated: entry?.suppressed ?? 0 };
    if (verdict === "unavailable") log.error(fields, "keys of Bot Framework unavailable");
    else log.warn(fields, "inbound token refused");
  };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "unknown";
}

/** What the SDK looks at; the rest only satisfies its type. */
function toSdkActivity(envelope: ActivityEnvelope): Activity {
  const nobody = { id: "", name: "" };
  return {
    type: envelope.type,
    channelId: envelope.channelId,
    serviceUrl: envelope.serviceUrl,
    from: nobody,
    recipient: nobody,
    conversation: { id: "", name: "", isGroup: false, conversationType: "" },
    localTimezone: "",
    callerId: "",
    text: "",
    label: "",
    valueType: "",
    listenFor: [],
  };
}
