import type { ItemState, ServiceItem } from "../contract/index.ts";
import type { JiraIssue } from "./shapes.ts";

const LONGEST_BODY = 4_000;

/** Jira has three categories of status, whatever a site calls its own. */
const STATES: Readonly<Record<string, ItemState>> = { new: "todo", indeterminate: "doing", done: "done" };

export function toItem({ id, key, fields }: JiraIssue, baseUrl: string): ServiceItem {
  const { summary, status, issuetype, priority, assignee, reporter, labels, description, updated } = fields;
  const source = fields.project?.key ?? projectOf(key);
  const facts = [
    { name: "Assignee", value: assignee?.displayName ?? "nobody" },
    { name: "Reporter", value: reporter?.displayName ?? "" },
    { name: "Priority", value: priority?.name ?? "" },
    { name: "Labels", value: labels.join(", ") },
  ];
  return {
    key,
    subjectKey: `jira:${baseUrl}#${id}`,
    source,
    type: issuetype?.name ?? "Issue",
    title: summary,
    url: `${baseUrl}/browse/${encodeURIComponent(key)}`,
    stateText: status?.name ?? "",
    state: STATES[status?.statusCategory?.key ?? ""] ?? "unknown",
    facts: facts.filter(({ value }) => value !== ""),
    body: (description ?? "").slice(0, LONGEST_BODY).toWellFormed(),
    updatedAt: toIso(updated ?? ""),
  };
}

/** Jira writes `2026-01-02T03:04:05.678+0100`. */
export function toIso(text: string): string {
  const time = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, "$1:$2"));
  return Number.isNaN(time) ? "" : new Date(time).toISOString();
}

/** `PROJ` of `PROJ-1`. */
function projectOf(key: string): string {
  return key.slice(0, key.lastIndexOf("-"));
}
