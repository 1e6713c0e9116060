import { faultWith } from "../fault.ts";

/** What can go wrong with telling conversations of a team's servers, deployments and realms. */
export const teamNewsFaults = {
  NOTIFY_PROJECT_UNKNOWN: faultWith(
    "missing",
    (a: { readonly given: string; readonly team: string; readonly suggestion: string }) =>
      `Team ${a.team} has no project "${a.given}". ${a.suggestion === "" ? "Check the spelling:" : `Did you mean \`${a.suggestion}\`?`} \`project list\` shows them.`,
    { given: "shpo", team: "Platform", suggestion: "shop" },
  ),
};
