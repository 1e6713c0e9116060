/** Longer bodies are cut before they are read. */
const READ_AT_MOST = 20_000;
const MOST = 20;

// GitHub's logins: letters, digits and single hyphens; those of managed users end in `_shortcode`. A slash behind makes it a team.
const MENTION = /(?<![a-z\d`/.@-])@([a-z\d](?:-?[a-z\d]){0,38}(?:_[a-z\d]{1,38})?)(?![a-z\d/@-])/gi;

/** A GitHub account as a payload names it: in texts there is only a login. */
export interface NamedAccount {
  readonly id?: string;
  readonly login: string;
}

/**
 * Logins that a text on GitHub mentions, in lower case, each once and at most twenty, as GitHub reads them: not in code,
 * not in quotations or comments, not in addresses, and no teams.
 */
export function listMentions(body: string | null | undefined): readonly string[] {
  const words = (body ?? "")
    .slice(0, READ_AT_MOST)
    .replace(/<!--[\s\S]*?(?:-->|$)/g, " ")
    .replace(/^[^\S\n]{0,3}(`{3,}|~{3,})[\s\S]*?(?:^[^\S\n]{0,3}\1|(?![\s\S]))/gm, " ")
    .replace(/(`+)[^`\n]*\1/g, " ")
    .replace(/^[^\S\n]{0,3}>.*$/gm, " ");
  const found = new Set([...words.matchAll(MENTION)].map(([, login = ""]) => login.toLowerCase()));
  return [...found].slice(0, MOST);
}
