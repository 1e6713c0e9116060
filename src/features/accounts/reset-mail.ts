import type { MailMessage } from "../../adapters/mail/contract/index.ts";
import { escapeHtml } from "../../core/page.ts";

const SUBJECT = "Choose a new password for Ployst";
const ENDING =
  "You didn't ask for this? Then ignore this mail: your password stays as it is, and nobody got in.";

// As in the mail of an invitation: mail programs know few properties, and no style sheets.
const BODY = "margin:0;padding:24px;font:16px/1.5 -apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const BUTTON =
  "display:inline-block;padding:10px 20px;border-radius:6px;background:#4f52b2;color:#ffffff;text-decoration:none;font-weight:600";
const SMALL = "font-size:13px;opacity:.8";

/** The mail with the link to a new password: the same words as text and as HTML, and no name that somebody chose. */
export function toResetMail({
  url,
  expiresAt,
}: {
  readonly url: string;
  readonly expiresAt: Date;
}): Pick<MailMessage, "subject" | "text" | "html"> {
  const opening = "Somebody, most likely you, asked for a new password for your account at Ployst.";
  const until = `${expiresAt.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  const notes = `The link is meant for you alone, works once, and lasts until ${until}.`;
  const address = escapeHtml(url);
  return {
    subject: SUBJECT,
    text: [opening, `To choose it, open this link:\n${url}`, notes, ENDING, ""].join("\n\n"),
    html: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${SUBJECT}</title>
<style>:root{color-scheme:light dark}</style>
</head>
<body style="${BODY}">
<div style="max-width:560px;margin:0 auto">
<p>${escapeHtml(opening)}</p>
<p><a href="${address}" style="${BUTTON}">Choose a new password</a></p>
<p style="${SMALL};word-break:break-all">Or open this address: ${address}</p>
<p style="${SMALL}">${escapeHtml(notes)}</p>
<p style="${SMALL}">${escapeHtml(ENDING)}</p>
</div>
</body>
</html>
`,
  };
}
