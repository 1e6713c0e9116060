/** Stands where a secret was. */
const MARK = "[value removed]";

const ENV_SET = /^\s*env\s+set\s+/i;
const SCOPE = /^(?:team|(?:cloud|server|project):(?:"[^"]*"|[^\s"=]+))\s+/i;
const NAME = /^[^\s=]+/;

const CLOUD = /^\s*cloud\s+(?:add\s+\S{1,20}|login)(?=\s)/i;
/** No provider has so long a name. */
const NO_PROVIDER = /^\s*cloud\s+add(?=\s+\S{21})/i;
/** No token of a provider is so short. */
const CLOUD_NAME = /^\s+\S{1,40}(?=\s|$)/;

/**
 * The text without a secret that was typed where a form asks for it, so that none is written down by us. Of `env set`
 * whatever stands behind the name, or, where no scope can be read, behind the first word; of `cloud add` and `cloud login`
 * whatever stands behind, or can't be, the provider and the cloud's name.
 */
export function withoutTypedValue(text: string): string {
  const kept = keptOfEnv(text) ?? keptOfCloud(text) ?? text;
  return text.slice(kept.length).trim() === "" ? text : `${kept} ${MARK}`;
}

/** Did `withoutTypedValue` cut one out? */
export function hadTypedValue(text: string): boolean {
  return text.endsWith(MARK);
}

function keptOfEnv(text: string): string | undefined {
  const command = ENV_SET.exec(text)?.[0];
  if (command === undefined) return undefined;
  const scope = SCOPE.exec(text.slice(command.length))?.[0] ?? "";
  const name = NAME.exec(text.slice(command.length + scope.length))?.[0] ?? "";
  return `${command}${scope}${name}`;
}

function keptOfCloud(text: string): string | undefined {
  const command = CLOUD.exec(text)?.[0];
  if (command === undefined) return NO_PROVIDER.exec(text)?.[0];
  return `${command}${CLOUD_NAME.exec(text.slice(command.length))?.[0] ?? ""}`;
}
