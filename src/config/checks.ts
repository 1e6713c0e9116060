import { isLoopbackUrl } from "./directory.ts";
import type { ConfigProblem } from "./problem.ts";
import { isSet, type Environment } from "./read.ts";
import { isLoopbackHost } from "./values.ts";

/** The six values of the GitHub App, which belong together. */
export const GITHUB_APP_VARIABLES = [
  "GITHUB_APP_ID",
  "GITHUB_APP_SLUG",
  "GITHUB_APP_PRIVATE_KEY",
  "GITHUB_CLIENT_ID",
  "GITHUB_CLIENT_SECRET",
  "GITHUB_WEBHOOK_SECRET",
] as const;

/** What no single variable can tell: which ones need each other. Works on presence, so that it holds beside other problems. */
export function checkTogether(env: Environment): readonly ConfigProblem[] {
  const microsoft = isSet(env, "MICROSOFT_APP_ID") ? checkRegistered(env) : checkLocal(env);
  return [
    ...microsoft,
    ...checkGitHubApp(env),
    ...checkPair(env, ["GITHUB_API_URL", "GITHUB_WEB_URL"]),
    ...checkPair(env, ["SMTP_URL", "MAIL_FROM"]),
    ...checkDirectory(env),
  ];
}

function checkLocal(env: Environment): readonly ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  if (env["NODE_ENV"]?.trim() === "production")
    problems.push({
      name: "MICROSOFT_APP_ID",
      problem: "is not set; production does not start without a bot registration",
    });
  if (isSet(env, "HOST") && !isLoopbackHost(env["HOST"]?.trim() ?? ""))
    problems.push({
      name: "HOST",
      problem:
        "expected a loopback address such as 127.0.0.1: without MICROSOFT_APP_ID nobody is authenticated, so Ployst must not be reachable from outside",
    });
  return problems;
}

function checkRegistered(env: Environment): readonly ConfigProblem[] {
  const needed = ["MICROSOFT_APP_PASSWORD", "PUBLIC_URL", "SECRETS_KEYS"];
  const problems = needed
    .filter((name) => !isSet(env, name))
    .map((name) => ({ name, problem: "is not set; MICROSOFT_APP_ID needs it" }));
  const isMultiTenant = env["MICROSOFT_APP_TYPE"]?.trim() === "MultiTenant";
  if (!isMultiTenant && !isSet(env, "MICROSOFT_APP_TENANT_ID"))
    problems.push({ name: "MICROSOFT_APP_TENANT_ID", problem: "is not set; a SingleTenant bot needs it" });
  if (isMultiTenant && !isSet(env, "ALLOWED_TENANTS"))
    problems.push({
      name: "ALLOWED_TENANTS",
      problem: "is not set; a MultiTenant bot must be told whom to obey",
    });
  return problems;
}

function checkGitHubApp(env: Environment): readonly ConfigProblem[] {
  const missing = GITHUB_APP_VARIABLES.filter((name) => !isSet(env, name));
  if (missing.length === GITHUB_APP_VARIABLES.length) return [];
  return missing.map((name) => ({
    name,
    problem: "is not set; the GitHub App needs all six of its values (or none of them)",
  }));
}

/** Two variables of which one alone means nothing. */
function checkPair(env: Environment, names: readonly [string, string]): readonly ConfigProblem[] {
  const missing = names.filter((name) => !isSet(env, name));
  if (missing.length !== 1) return [];
  return missing.map((name) => ({
    name,
    problem: `is not set; set it together with the other one of ${names.join(" and ")}`,
  }));
}

function checkDirectory(env: Environment): readonly ConfigProblem[] {
  if (!isSet(env, "LDAP_URL")) return [];
  const needed = ["LDAP_BIND_DN", "LDAP_BIND_PASSWORD", "LDAP_PEOPLE_DN"];
  const problems = needed
    .filter((name) => !isSet(env, name))
    .map((name) => ({ name, problem: "is not set; LDAP_URL needs it" }));
  const url = env["LDAP_URL"]?.trim() ?? "";
  const isOpen = url.startsWith("ldap:") && env["LDAP_START_TLS"]?.trim() !== "true" && !isLoopbackUrl(url);
  if (isOpen)
    problems.push({
      name: "LDAP_START_TLS",
      problem: "is not true; passwords would cross the network in the clear. Set it, or use ldaps://",
    });
  return problems;
}
