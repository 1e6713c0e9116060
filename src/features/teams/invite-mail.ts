import type { MailMessage } from "../../adapters/mail/contract/index.ts";
import { withoutInvisible } from "../../core/markdown.ts";
import { escapeHtml } from "../../core/page.ts";
import { toLine } from "../../core/plain-text.ts";
import { toUtc } from "./invite-words.ts";

const NAME_LENGTH = 80;

/** What the mail of an invitation says. */
export interface InvitationLetter {
  readonly inviterName: string;
  readonly teamName: string;
  readonly expiresAt: Date;
  /** Undefined for who answers in Teams. */
  readonly url: string | undefined;
}

/** The mail of an invitation: the same words as text and as HTML. */
export function toInvitationMail(letter: InvitationLetter): Pick<MailMessage, "subject" | "text" | "html"> {
  const inviter = toMailName(letter.inviterName);
  const team = toMailName(letter.teamName);
  const subject = `${inviter} invites you to team ${team}`;
  const until = toUtc(letter.expiresAt);
  const opening = `${inviter} invites you to team ${team}, which works with Ployst in Microsoft Teams.`;
  const ending = `You don't know ${inviter}, or don't want to join? Then ignore this mail: nothing happens without you.`;
  if (letter.url === undefined) {
    const how = `To answer, say "invitation accept" or "invitation decline" to the bot in a 1:1 chat in Teams, until ${until}.`;
    return {
      subject,
      text: [opening, how, ending, ""].join("\n\n"),
      html: toHtml(subject, [opening, how], undefined, ending),
    };
  }
  const how = "To accept, open this link and choose a password:";
  const notes = `The link is meant for you alone, works once, and lasts until ${until}.`;
  return {
    subject,
    text: [opening, `${how}\n${letter.url}`, notes, ending, ""].join("\n\n"),
    html: toHtml(
      subject,
      [opening, "To accept, open this link and choose a password."],
      letter.url,
      notes,
      ending,
    ),
  };
}

/**
 * Names are chosen by people, and mail programs make links of what looks like an address: without the marks of addresses
 * and a blank behind every period, a name can lead nowhere.
 */
function toMailName(name: string): string {
  const plain = withoutInvisible(name).replace(/[^\p{L}\p{M}\p{N} .,'’()&-]+/gu, " ");
  return toLine(plain.replace(/\.(?=\S)/g, ". "), NAME_LENGTH) || "Somebody";
}

// Mail programs know neither style sheets nor many properties; colors that hold on light and dark grounds alike.
const BODY = "margin:0;padding:24px;font:16px/1.5 -apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const BUTTON =
  "display:inline-block;padding:10px 20px;border-radius:6px;background:#4f52b2;color:#ffffff;text-decoration:none;font-weight:600";
const SMALL = "font-size:13px;opacity:.8";

function toHtml(
  title: string,
  paragraphs: readonly string[],
  url: string | undefined,
  ...notes: readonly string[]
): string {
  const body = paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`);
  const link =
    url === undefined
      ? []
      : [
          `<p><a href="${escapeHtml(url)}" style="${BUTTON}">Accept the invitation</a></p>`,
          `<p style="${SMALL};word-break:break-all">Or open this address: ${escapeHtml(url)}</p>`,
        ];
  const small = notes.map((text) => `<p style="${SMALL}">${escapeHtml(text)}</p>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(title)}</title>
<style>:root{color-scheme:light dark}</style>
</head>
<body style="${BODY}">
<div style="max-width:560px;margin:0 auto">
${[...body, ...link, ...small].join("\n")}
</div>
</body>
</html>
`;
}
