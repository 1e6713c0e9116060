import { fault, faultWith } from "../fault.ts";

const RESEND = "Ask whoever invited you to say `invitation resend <your address>`";

export const accountWebFaults = {
  ACTIVATION_UNKNOWN: fault(
    "missing",
    `This link opens nothing: it isn't whole, or a newer one was sent. Open the link of the latest mail. There is none? ${RESEND}.`,
  ),
  ACTIVATION_USED: fault(
    "conflict",
    "This invitation was accepted already, and its link works once. Sign in on the account page with the address that it was sent to.",
  ),
  ACTIVATION_EXPIRED: fault("conflict", `This invitation has expired. ${RESEND}: that brings a new link.`),
  ACTIVATION_REVOKED: fault(
    "conflict",
    "This invitation was taken back. If you think that it shouldn't have been, ask whoever invited you for a new one.",
  ),
  ACTIVATION_DECLINED: fault(
    "conflict",
    "This invitation was declined. If you changed your mind, ask whoever invited you for a new one.",
  ),
  ACTIVATION_ADDRESS_TAKEN: fault(
    "conflict",
    "Somebody in this organization has an account with that address. If it is yours, sign in on the account page; if not, ask whoever invited you to use another address.",
  ),
  LOGIN_WRONG: fault("signin", "That address and password don't go together. Check both and try again."),
  LOGIN_THROTTLED: faultWith(
    "unavailable",
    (a: { wait: string }) =>
      `Too many tries. Nothing is locked for good: try again in ${a.wait}, with the right password at hand.`,
    { wait: "2 minutes" },
    { retryable: true },
  ),
  SESSION_NEEDED: fault(
    "signin",
    "Sign in first: send `POST /api/v1/sessions` with your email and password, then the token as `Authorization: Bearer …`.",
  ),
  LOGIN_FORMAT: fault(
    "input",
    'Send JSON with your email and password, for example {"email": "mira@example.com", "password": "…"}, as application/json.',
  ),
  FORM_FOREIGN: fault(
    "forbidden",
    "This form was too old, or came from another site, so nothing was changed. Open the page again, in one browser and with cookies, and send it from there.",
  ),
  PASSWORD_OLD_WRONG: fault("input", "That is not your current password. Nothing was changed; try again."),
  ACCOUNT_LINK_CODE_FORMAT: fault(
    "input",
    "A linking code has eight letters and digits, for example: `account link K7WM-3XQ9`. It is on the page where you chose your password; the account page makes a new one.",
  ),
  ACCOUNT_LINK_CODE_WRONG: faultWith(
    "input",
    (a: { left: number; accountUrl: string }) =>
      a.left < 1
        ? `No account waits for that code, and it was the last try for now. Wait 10 minutes, open ${a.accountUrl} for a new code and say \`account link\` with it.`
        : `No account waits for that code: it was mistyped or used, or is older than 10 minutes (${String(a.left)} ${a.left === 1 ? "try" : "tries"} left). Open ${a.accountUrl} for a new one.`,
    { left: 4, accountUrl: "https://ployst.example.com/account" },
  ),
  ACCOUNT_LINK_TOO_OFTEN: fault(
    "conflict",
    "Too many wrong codes. Wait 10 minutes, then open the account page for a new code.",
  ),
  ACCOUNT_LINKED_TO_OTHER: fault(
    "conflict",
    "That account is linked to Teams already. Sign in to your own account's page and take the code from there.",
  ),
  ACCOUNT_LINKED_TO_YOU: fault(
    "conflict",
    "You have an account already, and Teams is linked to one only. Keep using yours (say `account` to see it), and ask whoever invited you to say `team invite` with a mention of you.",
  ),
  PASSWORD_RESET_ENDED: fault(
    "conflict",
    "This link opens nothing: it was used, is older than an hour, isn't whole, or a newer one was sent. Ask for a new one where you sign in: Forgotten your password?",
  ),
  PASSWORD_RESET_THROTTLED: faultWith(
    "unavailable",
    (a: { wait: string }) =>
      `That was asked for too often. Look into your mail, also where spam goes, or try again in ${a.wait}.`,
    { wait: "2 minutes" },
    { retryable: true },
  ),
  PASSWORD_RESET_NO_MAIL: fault(
    "configuration",
    "This Ployst can't send mail, so it can't let you choose a new password. Ask whoever runs it to set SMTP_URL and MAIL_FROM. In Teams you need no password: say `account` to the bot.",
  ),
};
