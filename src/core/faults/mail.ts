import { fault } from "../fault.ts";

export const mailFaults = {
  MAIL_UNREACHABLE: fault(
    "unavailable",
    "The mail server doesn't take mail at the moment. It is tried again by itself; if it stays so, ask whoever runs this bot.",
    { retryable: true },
  ),
  MAIL_REFUSED: fault(
    "unavailable",
    "The mail server refused that message. Check the address; if it is right, ask whoever runs the mail server.",
  ),
};
