import { fault, faultWith } from "../fault.ts";

export const subscriptionFaults = {
  SUBSCRIPTION_EXISTS: faultWith(
    "conflict",
    (a: { name: string }) => `You're already subscribed to ${a.name}.`,
    { name: "octo/hello" },
  ),
  SUBSCRIPTION_NOT_SAVED: faultWith(
    "unavailable",
    (a: { name: string }) =>
      `I couldn't save the subscription to ${a.name}. Nothing was changed; try again in a minute.`,
    { name: "octo/hello" },
    { retryable: true },
  ),
  SUBSCRIPTION_MISSING: faultWith(
    "missing",
    (a: { name: string }) =>
      `This conversation isn't subscribed to ${a.name}. Say \`subscribe list\` to see what it is subscribed to.`,
    { name: "octo/hello" },
  ),
  ARTIFACT_MISSING: faultWith(
    "missing",
    (a: { name: string }) =>
      `I can't find ${a.name} on GitHub, and this conversation isn't subscribed to anything of that name. Check the spelling, or say \`subscribe list\`.`,
    { name: "octo/hello" },
  ),
  FEATURE_UNKNOWN: faultWith(
    "input",
    (a: { given: string; features: string }) =>
      `"${a.given}" is not a feature. The features are: ${a.features}. For example: \`subscribe octo/hello issues pulls\`.`,
    { given: "isues", features: "issues, pulls, commits" },
  ),
  FEATURE_NOT_ON: faultWith(
    "conflict",
    (a: { features: string; name: string }) =>
      `${a.features} is not on for ${a.name}. Say \`subscribe list\` to see what is.`,
    { features: "reviews", name: "octo/hello" },
  ),
  FEATURE_NONE: fault(
    "input",
    "Choose at least one feature. To end the subscription, say `unsubscribe` with its name.",
  ),
  FORM_FIELD: faultWith(
    "input",
    (a: { field: string; example: string }) =>
      `Something under "${a.field}" belongs elsewhere in the form. Write there for example \`${a.example}\`.`,
    { field: "commits", example: "main" },
  ),
  PATTERN_ALONE: faultWith(
    "input",
    (a: { name: string; owner: string }) =>
      `Features and filters hold for all of ${a.owner} that comes here, so ${a.name} goes only as a whole. Say \`unsubscribe\` with ${a.name} alone, or name them with ${a.owner}.`,
    { name: "octo/api-\\*", owner: "octo" },
  ),
  SUBSCRIPTION_GONE: fault(
    "missing",
    "That subscription is no longer here. Say `subscribe list` to see what is.",
  ),
  SUBSCRIPTION_OUT_OF_REACH: fault(
    "forbidden",
    "Your GitHub account can't reach that, so it stays as it is. Ask somebody with access.",
  ),
  SUBSCRIPTION_LOST: faultWith(
    "conflict",
    (a: { name: string }) =>
      `The subscription to ${a.name} has stopped. Say \`subscribe\` with its name to have it again.`,
    { name: "octo/hello" },
  ),
  SUBSCRIPTION_NOT_PAUSED: faultWith(
    "conflict",
    (a: { name: string }) =>
      `${a.name} isn't paused here. To pause it, say for example \`subscribe pause octo/hello 2h\`.`,
    { name: "octo/hello" },
  ),
  PAUSE_TIME_UNKNOWN: faultWith(
    "input",
    (a: { given: string }) =>
      `"${a.given}" is no time that I know. Say for example \`30m\`, \`2h\`, \`3d\`, \`1w\`, \`until 2026-12-01\`, \`until 2026-12-01 09:00\` or \`until 09:00\` (dates and times are UTC).`,
    { given: "soon" },
  ),
  PAUSE_TIME_PAST: fault(
    "input",
    "That time is over already. Say one that is still to come, for example `2h` or `until 09:00` (UTC).",
  ),
  PAUSE_TOO_LONG: faultWith(
    "input",
    (a: { most: number }) =>
      `A pause lasts at most ${String(a.most)} days. Say for example \`4w\`, or \`unsubscribe\` to end it.`,
    { most: 90 },
  ),
};
