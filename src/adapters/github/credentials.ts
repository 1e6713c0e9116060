import { createPrivateKey } from "node:crypto";
import { createHash } from "node:crypto";
import { App } from "@octokit/app";
import type { Octokit } from "@octokit/rest";
import { z } from "zod";
import type { Clock } from "../../core/clock.ts";
import { faults, isFault } from "../../core/errors.ts";
import type { Fault } from "../../core/fault.ts";
import type { CallParameters } from "./http/client.ts";
import { readFailure } from "./http/errors.ts";
import type { Credential } from "./http/reader.ts";
import type { Answer } from "./http/resource.ts";

/** The App's own credential, and through it the installations'. */
export interface AppCredential extends Credential {
  /** A token of one installation, kept until shortly before its end; `isStale` asks for a new one. */
  readonly getInstallationToken: (installationId: string, isStale: boolean) => Promise<string>;
  /** As `getInstallationToken`, for reading the code of one repository alone. */
  readonly getCodeToken: (installationId: string, repositoryName: string) => Promise<string>;
}

const Token = z.object({ token: z.string().min(1) });

/** Signs with the App's key (JWT). Sends throw GITHUB_NOT_CONFIGURED without id or key, GITHUB_APP_REFUSED for a key that is none. */
export function createAppCredential(
  options: {
    readonly appId: string | undefined;
    readonly privateKey: string | undefined;
    readonly clock: Clock;
  },
  octokitClass: typeof Octokit,
): AppCredential {
  const { appId, privateKey, clock } = options;
  const isConfigured = appId !== undefined && privateKey !== undefined;
  const app = isConfigured
    ? new App({ appId, privateKey: toPkcs8(privateKey), Octokit: octokitClass })
    : undefined;

  async function use<T>(work: (octokit: Octokit) => Promise<T>): Promise<T> {
    if (app === undefined) throw faults.GITHUB_NOT_CONFIGURED();
    try {
      return await work(app.octokit);
    } catch (error) {
      const isAnswer = isFault(error) || readFailure(error, clock.now()) !== undefined;
      // Signing fails before anything is sent: the key is not one.
      throw isAnswer ? error : faults.GITHUB_APP_REFUSED({ cause: error });
    }
  }

  const refused = (): Fault => faults.GITHUB_APP_REFUSED();
  return {
    identity: "app",
    send: (route, parameters) => use((octokit) => octokit.request(route, { ...parameters })),
    refused,
    forbidden: refused,
    getInstallationToken: (installationId, isStale) =>
      use(async (octokit) => {
        const asked = { type: "installation", installationId: Number(installationId), refresh: isStale };
        return Token.parse(await octokit.auth(asked)).token;
      }),
    getCodeToken: (installationId, repositoryName) =>
      use(async (octokit) => {
        const only = { repositoryNames: [repositoryName], permissions: { contents: "read" } };
        const asked = { type: "installation", installationId: Number(installationId), ...only };
        return Token.parse(await octokit.auth(asked)).token;
      }),
  };
}

/** A person's own token. */
export function createPersonCredential(accessToken: string, octokit: Octokit): Credential {
  return {
    identity: `person ${createHash("sha256").update(accessToken).digest("base64url")}`,
    send: (route, parameters) => sendWithToken(octokit, accessToken, route, parameters),
    refused: () => faults.GITHUB_TOKEN_INVALID(),
    forbidden: () => faults.GITHUB_FORBIDDEN(),
  };
}

/** One call with a bearer token of any kind. */
export async function sendWithToken(
  octokit: Octokit,
  token: string,
  route: string,
  parameters: CallParameters,
): Promise<Answer> {
  const headers = { ...parameters.headers, authorization: `Bearer ${token}` };
  return octokit.request(route, { ...parameters, headers });
}

/**
 * The key in the form that signing takes, converted once instead of at every token. A key that can't be read stays as it
 * is and is refused at its first use.
 */
function toPkcs8(pem: string): string {
  return readKey(pem) ?? readKey(pem) ?? pem;
}

/** OpenSSL's error queue may hold another call's failure, which the next reading then reports as its own: see `toPkcs8`. */
function readKey(pem: string): string | undefined {
  try {
    return createPrivateKey(pem).export({ type: "pkcs8", format: "pem" }).toString();
  } catch {
    return undefined;
  }
}
