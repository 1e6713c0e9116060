import { escapeHtml } from "../../../core/page.ts";
import { FORM_FIELD } from "./form-guard.ts";

/** The script that shows and hides what stands in password fields; without it the button isn't there. */
export const PASSWORD_SCRIPT = "/static/password.js";

export const PASSWORD_HINT =
  "At least 10 characters, at most 72 bytes. A few words that don't belong together are best.";

export interface PasswordField {
  readonly id: string;
  readonly label: string;
  readonly autocomplete: "current-password" | "new-password";
  /** HTML below the field that says what is wanted. */
  readonly hint?: string;
  readonly problem?: string | undefined;
}

/** A labelled field with its hint and, announced with it, what was wrong with the last try. */
export function passwordField({ id, label, autocomplete, hint, problem }: PasswordField): string {
  const described = [
    ...(problem === undefined ? [] : [`${id}-problem`]),
    ...(hint === undefined ? [] : [`${id}-hint`]),
  ];
  return `<label for="${id}">${escapeHtml(label)}</label>
${problemText(`${id}-problem`, problem)}<div class="row password"><input id="${id}" name="${id}" type="password" autocomplete="${autocomplete}" required maxlength="200"${describedBy(described)}${invalid(problem)}>
<button class="button secondary" type="button" data-shows="${id}" aria-pressed="false" aria-controls="${id}" hidden>Show</button></div>
${hint === undefined ? "" : `<p class="quiet" id="${id}-hint">${hint}</p>`}`;
}

export interface TextField {
  readonly id: string;
  readonly label: string;
  readonly type: "email" | "text";
  readonly autocomplete: string;
  readonly value: string;
  readonly describedBy?: string | undefined;
}

export function textField(field: TextField): string {
  const { id, label, type, autocomplete, value } = field;
  const described = field.describedBy === undefined ? [] : [field.describedBy];
  return `<label for="${id}">${escapeHtml(label)}</label>
<div class="row"><input id="${id}" name="${id}" type="${type}" autocomplete="${autocomplete}" autocapitalize="none" spellcheck="false" required maxlength="254" value="${escapeHtml(value)}"${describedBy(described)}></div>`;
}

export function formStart(action: string, token: string): string {
  return `<form method="post" action="${escapeHtml(action)}"><input type="hidden" name="${FORM_FIELD}" value="${escapeHtml(token)}">`;
}

/** A sentence that is read out when the page opens. */
export function problemText(id: string, problem: string | undefined): string {
  return problem === undefined
    ? ""
    : `<p class="problem" id="${id}" role="alert">${sentenceHtml(problem)}</p>\n`;
}

/** A fault's sentence: words in backticks are words to type. */
export function sentenceHtml(sentence: string): string {
  return escapeHtml(sentence).replace(/`([^`]+)`/g, "<code>$1</code>");
}

function describedBy(ids: readonly string[]): string {
  return ids.length === 0 ? "" : ` aria-describedby="${ids.join(" ")}"`;
}

function invalid(problem: string | undefined): string {
  return problem === undefined ? "" : ' aria-invalid="true" autofocus';
}

/** What to do with a linking code: press, or say it. */
export function linkCodeHtml(
  code: string,
  bot: { readonly name: string; readonly appId?: string | undefined },
): string {
  const words = `account link ${code}`;
  const address =
    bot.appId === undefined
      ? ""
      : `<p><a class="button" href="${escapeHtml(chatUrl(bot.appId, words))}">Open the chat in Teams</a></p>\n`;
  return `<p>In Microsoft Teams, say to <strong>${escapeHtml(bot.name)}</strong>:</p>
<p class="code"><code>${escapeHtml(words)}</code></p>
${address}<p class="quiet">The code works once, for 10 minutes. Whoever says it gets this account, so don't give it to anybody.</p>`;
}

/** https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams: a bot's chat is with `28:` and its id. */
function chatUrl(appId: string, message: string): string {
  return `https://teams.microsoft.com/l/chat/0/0?users=28:${encodeURIComponent(appId)}&message=${encodeURIComponent(message)}`;
}
