import { htmlToText } from "../html-text.ts";
import type { ItemState, ServiceItem } from "../contract/index.ts";
import type { RallyArtifact } from "./shapes.ts";

/** Rally's own; a workspace may have others, which are then only shown. */
const STATES: Readonly<Record<string, ItemState>> = {
  Idea: "todo",
  Defined: "todo",
  Submitted: "todo",
  Open: "doing",
  "In-Progress": "doing",
  Completed: "done",
  Accepted: "done",
  Released: "done",
  Fixed: "done",
  Closed: "done",
};
const KINDS: Readonly<Record<string, string>> = {
  HierarchicalRequirement: "Story",
  "PortfolioItem/Feature": "Feature",
  TestCase: "Test case",
  DefectSuite: "Defect suite",
};

export function toItem(artifact: RallyArtifact, baseUrl: string): ServiceItem {
  const { FormattedID: key, ObjectID: id, State: state, ScheduleState } = artifact;
  const stateText = ScheduleState ?? (typeof state === "string" ? state : state?._refObjectName) ?? "";
  const facts = [
    { name: "Owner", value: artifact.Owner?._refObjectName ?? "nobody" },
    { name: "Project", value: artifact.Project?._refObjectName ?? "" },
    { name: "Priority", value: artifact.Priority === "None" ? "" : (artifact.Priority ?? "") },
    { name: "Estimate", value: artifact.PlanEstimate ? String(artifact.PlanEstimate) : "" },
  ];
  return {
    key,
    subjectKey: `rally:${baseUrl}#${String(id)}`,
    source: artifact.Project?._refObjectName ?? "",
    type: KINDS[artifact._type] ?? artifact._type,
    title: artifact.Name,
    url: `${baseUrl}/#/search?keywords=${encodeURIComponent(key)}`,
    stateText,
    state: STATES[stateText] ?? "unknown",
    facts: facts.filter(({ value }) => value !== ""),
    body: htmlToText(artifact.Description ?? ""),
    updatedAt: artifact.LastUpdateDate ?? "",
  };
}
