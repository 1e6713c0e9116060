import { fault } from "../fault.ts";

export const startFaults = {
  START_NOT_YOURS: fault(
    "forbidden",
    "This shows how far somebody else is. Say `start` to see your own first steps.",
  ),
  START_TEAM_MISSING: fault("input", "Tell me a name for the new team, or choose one of yours."),
};
