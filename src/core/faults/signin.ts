import { fault, faultWith } from "../fault.ts";

export const signInFaults = {
  SIGN_IN_NEEDED: fault("signin", "Connect your GitHub account first: say `signin`."),
  SIGN_IN_CODE_WRONG: faultWith(
    "input",
    (a: { left: number }) =>
      a.left < 1
        ? "That is not the code on the sign-in page, and it was the last try. Say `signin` for a new link."
        : `That is not the code on the sign-in page (${String(a.left)} ${a.left === 1 ? "try" : "tries"} left). Check the six digits and say \`signin 123456\` with them.`,
    { left: 4 },
  ),
  SIGN_IN_CODE_FORMAT: fault(
    "input",
    "A sign-in code has six digits. Say for example `signin 123456`, or `signin` for a new link.",
  ),
  SIGN_IN_NOT_WAITING: fault(
    "conflict",
    "No sign-in of yours waits for a code (they last 10 minutes). Say `signin` for a new link.",
  ),
  SIGN_IN_LINK_GONE: fault(
    "conflict",
    "This sign-in link has expired or was used already. Go back to Teams and say `signin` for a new one.",
  ),
  SIGN_IN_OTHER_BROWSER: fault(
    "forbidden",
    "This sign-in was started in another browser. Go back to Teams and say `signin` for a new link, then finish it in one browser.",
  ),
  SIGN_IN_DECLINED: fault(
    "conflict",
    "GitHub says that the sign-in was declined. Go back to Teams and say `signin` when you want to connect your account.",
  ),
  SIGN_IN_AGAIN: fault(
    "signin",
    "Your GitHub sign-in has expired. Say `signin` to connect your account again.",
  ),
};
