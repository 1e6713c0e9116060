/** What a service's own word for the state of an item or a build means. */
export const ITEM_STATES = [
  "todo",
  "doing",
  "done",
  "running",
  "success",
  "failure",
  "unstable",
  "canceled",
  "unknown",
] as const;

export type ItemState = (typeof ITEM_STATES)[number];

/** Signs beside the service's own words: nobody has to tell colors apart. */
export const ITEM_SIGNS: Readonly<Record<ItemState, string>> = {
  todo: "⚪",
  doing: "🔵",
  done: "🟣",
  running: "🟡",
  success: "🟢",
  failure: "🔴",
  unstable: "🟠",
  canceled: "⚪",
  unknown: "⚪",
};
