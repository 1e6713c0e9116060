import { fault, faultWith } from "../fault.ts";

export const directoryFaults = {
  DIRECTORY_UNREACHABLE: fault(
    "unavailable",
    "The directory doesn't answer at the moment. Nothing is lost: it is tried again by itself. If it stays so, ask whoever runs this bot.",
    { retryable: true },
  ),
  DIRECTORY_REFUSED: faultWith(
    "unavailable",
    (a: { reason: string }) =>
      `The directory refused that: ${a.reason}. Ask whoever runs this bot to look at its directory settings.`,
    { reason: "the password of LDAP_BIND_DN is wrong" },
  ),
};
