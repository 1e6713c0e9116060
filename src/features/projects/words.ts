import type { Acquire, ProjectRecord, ServerRecord } from "../../adapters/store/contract/index.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { toCardText, toLink } from "../../core/plain-text.ts";
import type { Inspected } from "./deps.ts";

const LONGEST_GIVEN = 60;
const LONGEST_ADDRESS = 120;

/** How a server comes to the files, as it is chosen. */
export const ACQUIRES: readonly { readonly value: Acquire; readonly title: string }[] = [
  { value: "archive", title: "archive: I send the commit's files to the server" },
  { value: "clone", title: "clone: the server clones the repository itself" },
  { value: "none", title: "none: only the script runs" },
];

const WAYS: Readonly<Record<Inspected["way"], string>> = {
  app: "I read it by our GitHub App.",
  token: "I read it with the access token in the team's environment.",
  key: "I read it with the team's key pair.",
  open: "It is open to everybody: it needs no key or token.",
};

/** What a person typed, short and inert. */
export function sayGiven(typed: string): string {
  return escapeMarkdown(typed.slice(0, LONGEST_GIVEN).toWellFormed());
}

/** Whether it takes a key or token to read it, and which the team has. */
export function sayWay({ way }: Pick<Inspected, "way">, acquire: Acquire): string {
  const own =
    acquire === "clone" && way !== "open"
      ? " Servers clone it themselves: each needs a key or token of its own for it."
      : "";
  return `${WAYS[way]}${own}`;
}

/** Its address as a link. */
export function sayRepository({ repositoryUrl }: Pick<ProjectRecord, "repositoryUrl">): string {
  return toLink(toCardText(repositoryUrl.replace(/^https?:\/\//, ""), LONGEST_ADDRESS), repositoryUrl);
}

export function sayRef({ defaultRef }: Pick<ProjectRecord, "defaultRef">): string {
  return defaultRef === "" ? "the default branch" : toCardText(defaultRef, LONGEST_GIVEN);
}

/** "web-1, web-2", as cards and answers read it. */
export function sayServers(servers: readonly Pick<ServerRecord, "name">[]): string {
  return servers.map(({ name }) => toCardText(name, LONGEST_GIVEN)).join(", ");
}

/** How long a script is, and how it begins. */
export function sayScript({ script }: Pick<ProjectRecord, "script">): string {
  const lines = script.split("\n").filter((line) => line.trim() !== "");
  if (lines.length === 0) return "None: only the files are put in place";
  const first = toCardText(lines[0] ?? "", LONGEST_GIVEN);
  return lines.length === 1 ? first : `${first} · ${String(lines.length)} lines`;
}
