const KINDS = ["cloud", "server", "project"] as const;
const NAMED = /^(cloud|server|project):(.+)$/is;

/** What has variables of its own. */
export type ScopeKind = "team" | (typeof KINDS)[number];

/** A scope as a person names it. */
export interface ScopeReference {
  readonly kind: ScopeKind;
  /** `''` for the team. */
  readonly name: string;
}

/** `team`, `cloud:do-main`, `project:"my shop"`; undefined for what names nothing that has variables. */
export function readScope(typed: string): ScopeReference | undefined {
  if (typed.toLowerCase() === "team") return { kind: "team", name: "" };
  const [, kind = "", quoted = ""] = NAMED.exec(typed) ?? [];
  const name = quoted.replace(/^"(.*)"$/s, "$1");
  const known = KINDS.find((one) => one === kind.toLowerCase());
  return known === undefined || name === "" ? undefined : { kind: known, name };
}

/** As a person types it; a name with blanks stands in quotes. */
export function writeScope({ kind, name }: ScopeReference): string {
  if (kind === "team") return kind;
  return `${kind}:${name.includes(" ") ? `"${name}"` : name}`;
}
