import { createHash } from "node:crypto";

/** GitHub's entity tags are weak and depend on the caller as well as the body. */
export function entityTag(body: string, vary: string): string {
  return `W/"${createHash("sha256").update(vary).update("\0").update(body).digest("hex")}"`;
}

/** RFC 9110 13.1.2, weak comparison. */
export function matchesTag(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const bare = (text: string): string => text.trim().replace(/^W\//, "");
  return ifNoneMatch
    .split(",")
    .some((candidate) => candidate.trim() === "*" || bare(candidate) === bare(tag));
}
