import { toCardText, toLink } from "../../../core/plain-text.ts";

/** `[6113728](…)`, in card text. */
export function toCommitLink(repositoryUrl: string, sha: string): string {
  return toLink(toCardText(sha, 200).slice(0, 7), `${repositoryUrl}/commit/${encodeURIComponent(sha)}`);
}

/** `main · 6113728`; only the commit where the ref is nothing else. */
export function toRefLine(repositoryUrl: string, ref: string, sha: string): string {
  const commit = toCommitLink(repositoryUrl, sha);
  return ref === "" || sha.startsWith(ref) ? commit : `${toCardText(ref, 150)} · ${commit}`;
}
