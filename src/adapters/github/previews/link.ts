import { isFault } from "../../../core/errors.ts";
import type { GitHubLink, GitHubTarget } from "../contract/index.ts";
import { parseGitHubTarget } from "../link.ts";

const LONGEST = 2_048;
const NUMBER = /^[1-9]\d{0,9}$/;
const SHA = /^[\da-f]{7,64}$/i;
const LONGEST_TAG = 255;

/** Reads a pasted https link to `webHost`, as strictly as the links of commands. Undefined for what has no preview. */
export function parseGitHubLink(text: string, webHost: string): GitHubLink | undefined {
  if (text.length > LONGEST || !/^https:/i.test(text)) return undefined;
  const target = findTarget(text, webHost);
  if (target?.kind !== "repository") return undefined;
  const { owner, name } = target;
  const segments = new URL(text).pathname.split("/").slice(3);
  while (segments.at(-1) === "") segments.pop();
  const found = parseRest(segments);
  return found === undefined ? undefined : { owner, name, ...found };
}

function findTarget(text: string, webHost: string): GitHubTarget | undefined {
  try {
    return parseGitHubTarget(text, webHost);
  } catch (error) {
    if (isFault(error)) return undefined;
    throw error;
  }
}

type What<L = GitHubLink> = L extends GitHubLink ? Omit<L, "owner" | "name"> : never;

/** The page's part after `owner/name`; tabs of an issue or a pull request are the same thing. */
function parseRest([page, id = "", ...more]: readonly string[]): What | undefined {
  if (page === undefined) return { kind: "repository" };
  if (page === "issues" && NUMBER.test(id)) return { kind: "issue", number: Number(id) };
  if (page === "pull" && NUMBER.test(id)) return { kind: "pull", number: Number(id) };
  if (page === "discussions" && NUMBER.test(id)) return { kind: "discussion", number: Number(id) };
  if (page === "commit" && SHA.test(id)) return { kind: "commit", sha: id };
  if (page !== "releases") return undefined;
  if (id === "latest") return { kind: "release", tag: undefined };
  const tag = id === "tag" ? decode(more.join("/")) : undefined;
  return tag === undefined ? undefined : { kind: "release", tag };
}

function decode(text: string): string | undefined {
  try {
    const tag = decodeURIComponent(text);
    return tag === "" || tag.length > LONGEST_TAG ? undefined : tag;
  } catch {
    return undefined;
  }
}
