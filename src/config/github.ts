import { createPrivateKey } from "node:crypto";
import { z } from "zod";
import { optionalSetting, setting } from "./setting.ts";
import { baseUrl, listOf, textLike, wholeNumber } from "./values.ts";

export interface GitHubApp {
  readonly appId: string;
  readonly slug: string;
  /** PEM, an RSA key. */
  readonly privateKey: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The first one is current; the rest are accepted while the secret is being changed. */
  readonly webhookSecrets: readonly string[];
}

const MOST_SECRETS = 2;

/** PEM text of an RSA private key (literal `\n` for line ends is understood, as one-line env files need it). */
const rsaPrivateKey = z.string().transform((text, context) => {
  const pem = text.replaceAll("\\n", "\n").trim();
  if (isRsaPrivateKey(pem)) return `${pem}\n`;
  context.addIssue("is neither an RSA private key in PEM form nor a path to a file with one");
  return z.NEVER;
});

function isRsaPrivateKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === "rsa";
  } catch {
    return false;
  }
}

export const githubSection = {
  title: "GitHub",
  description:
    "The GitHub App: all of the six GITHUB_* values of it, or none. `GET /setup/github` makes one and keeps it in `./data/github-app.json`, which counts only while none of the six is set here.",
  settings: {
    appId: optionalSetting({
      name: "GITHUB_APP_ID",
      schema: wholeNumber(1, Number.MAX_SAFE_INTEGER).transform(String),
      example: "123456",
      description: "The App's id, a number.",
    }),
    slug: optionalSetting({
      name: "GITHUB_APP_SLUG",
      schema: textLike(/^[\da-z][\da-z-]*$/i, "the last part of the App's address github.com/apps/…"),
      example: "ployst-example",
      description: "The last part of the App's address github.com/apps/….",
    }),
    privateKey: optionalSetting({
      name: "GITHUB_APP_PRIVATE_KEY",
      schema: rsaPrivateKey,
      isSecret: true,
      example: "./data/github-app.pem",
      description: "The App's private key: PEM text (`\\n` may stand for line ends) or the path of a file.",
    }),
    clientId: optionalSetting({
      name: "GITHUB_CLIENT_ID",
      schema: textLike(/^[\w.-]+$/, "the App's client id"),
      example: "Iv1.0123456789abcdef",
      description: "The App's client id.",
    }),
    clientSecret: optionalSetting({
      name: "GITHUB_CLIENT_SECRET",
      schema: textLike(/^\S+$/, "the App's client secret, without blanks"),
      isSecret: true,
      description: "The App's client secret.",
    }),
    webhookSecrets: optionalSetting({
      name: "GITHUB_WEBHOOK_SECRET",
      schema: listOf(z.string()).refine(
        ({ length }) => length >= 1 && length <= MOST_SECRETS,
        "expected new[,old]",
      ),
      isSecret: true,
      description:
        "`new[,old]`: both are accepted, so that the secret can be changed without losing a delivery.",
    }),
    apiUrl: setting({
      name: "GITHUB_API_URL",
      schema: baseUrl(),
      fallback: "https://api.github.com",
      description: "GitHub's API; for GitHub Enterprise Server `https://host/api/v3`.",
    }),
    webUrl: setting({
      name: "GITHUB_WEB_URL",
      schema: baseUrl(),
      fallback: "https://github.com",
      description: "GitHub's pages; for GitHub Enterprise Server `https://host`.",
    }),
  },
} as const;
