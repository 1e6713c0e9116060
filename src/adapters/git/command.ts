import type { GitCredential, GitRepository } from "./contract/index.ts";

// Only the names of the variables stand in the arguments: the values are in the environment of git and its helper alone.
const HELPER =
  '!f() { test "$1" = get && printf "username=%s\\npassword=%s\\n" "$PLOYST_GIT_USERNAME" "$PLOYST_GIT_PASSWORD"; :; }; f';

/** The environment of every git: no prompts, no configuration but ours, no protocols but these. */
export function gitEnvironment(
  home: string,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return {
    HOME: home,
    XDG_CONFIG_HOME: home,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_SYSTEM: "/dev/null",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_TERMINAL_PROMPT: "0",
    GIT_ASKPASS: "true",
    SSH_ASKPASS: "true",
    GIT_SSH_VARIANT: "ssh",
    GIT_ALLOW_PROTOCOL: "https:ssh",
    GIT_PROTOCOL_FROM_USER: "0",
    GIT_NO_LAZY_FETCH: "1",
    ...more,
  };
}

/** What every git is told before its command. */
export function gitArguments(gitDir: string): readonly string[] {
  const settings = [
    ...["protocol.ext.allow=never", "protocol.file.allow=never", "core.hooksPath=/dev/null"],
    ...["core.fsmonitor=false", "gc.autoDetach=false", "maintenance.autoDetach=false", "credential.helper="],
    // The root is ours, whoever owns it on a volume.
    "safe.directory=*",
  ];
  return [...settings.flatMap((setting) => ["-c", setting]), `--git-dir=${gitDir}`];
}

export interface Authorization {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** How git proves itself over HTTP: its helper is asked for this host alone, and redirects lead nowhere else. */
export function authorizeHttp(
  repository: GitRepository,
  credential: GitCredential,
  { address, isTrusted }: { readonly address: string | undefined; readonly isTrusted: boolean },
): Authorization {
  const { origin } = new URL(repository.url);
  const own = repository.scheme === "http" ? 80 : 443;
  const connect = `${repository.host}:${repository.port ?? own}:${bracketed(address)}`;
  const settings = [
    // Of one whose parent was killed nobody else keeps the time.
    ...["http.lowSpeedLimit=1", "http.lowSpeedTime=300"],
    `http.followRedirects=${isTrusted ? "initial" : "false"}`,
    ...(address === undefined ? [] : [`http.curloptResolve=${connect}`]),
    ...(credential.kind === "token" ? [`credential.${origin}.helper=${HELPER}`] : []),
  ];
  const secrets =
    credential.kind === "token"
      ? { PLOYST_GIT_USERNAME: credential.username, PLOYST_GIT_PASSWORD: credential.token }
      : {};
  return {
    args: settings.flatMap((setting) => ["-c", setting]),
    env: { ...secrets, ...(repository.scheme === "http" && { GIT_ALLOW_PROTOCOL: "http:https:ssh" }) },
  };
}

function bracketed(address = ""): string {
  return address.includes(":") ? `[${address}]` : address;
}
