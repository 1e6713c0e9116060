import { toCardTime } from "../../core/card-time.ts";
import type { JsonObject } from "../../core/json.ts";
import type { CardContent } from "../../core/message.ts";
import { toCardText, toLine } from "../../core/plain-text.ts";
import { DEPLOYMENT_STATE_WORDS } from "../../core/state-words.ts";
import { withoutColors } from "./ansi.ts";
import type { Shown, ShownServer } from "./shown.ts";
import { isEnded, sayCommit, sayKind, sayName, saySpan, sayStep } from "./words.ts";

const MOST_SERVERS = 20;
const MOST_LINES = 8;
const LINE_LENGTH = 160;
/** Far more than so many lines can take. */
const READ_AT_MOST = 8_000;
const LONGEST_REASON = 300;

const STEPS: Readonly<Record<string, string>> = {
  files: "getting the files there",
  start: "starting the script",
  run: "the script runs",
  switch: "making it the current one",
  prune: "removing old releases",
};

/** How a deployment stands, in the place where it was asked for. */
export function toLiveCard(shown: Shown, now: Date): CardContent {
  const { group, servers } = shown;
  const { state, number, noop } = group;
  const title = `${sayKind(group)} #${String(number)} of ${sayName(shown.project)}`;
  const more = servers.length - MOST_SERVERS;
  const isOpen = !isEnded(group) && state !== "cancelling";
  return {
    card: "deployments/live",
    summary: toLine(`${title}: ${DEPLOYMENT_STATE_WORDS[state]}`, 200),
    data: {
      id: group.id,
      title,
      state: DEPLOYMENT_STATE_WORDS[state],
      commit: `${sayCommit(group)}${shown.by === "" ? "" : ` · by ${sayName(shown.by)}`}`,
      reason: toCardText(group.stateReason, LONGEST_REASON),
      servers: servers.slice(0, MOST_SERVERS).map((server) => toRow(server, group.sha, noop)),
      more: more > 0 ? `and ${String(more)} more` : "",
      approvals: sayApprovals(shown),
      output: lastLines(shown.output).join("\n\n"),
      time: sayTime(shown, now),
      waits: state === "pending_approval",
      until: group.expiresAt === undefined ? "" : toCardTime(group.expiresAt),
      cancel: isOpen ? "yes" : "",
      hint:
        group.startedAt === undefined
          ? ""
          : `**deployment log ${String(number)}** leads to all of its output.`,
    },
  };
}

function toRow({ name, deployment }: ShownServer, sha: string, noop: boolean): JsonObject {
  const { state, step, lastError, exitcode, previousSha } = deployment;
  const doing = state === "executing" ? (STEPS[step] ?? "") : "";
  const code = exitcode === undefined || exitcode === 0 ? "" : `exit code ${String(exitcode)}`;
  return {
    name: sayName(name),
    state: DEPLOYMENT_STATE_WORDS[state],
    change: noop ? "nothing is changed" : sayStep(previousSha, sha),
    note: [doing, code, toCardText(lastError, LONGEST_REASON)].filter((text) => text !== "").join(" · "),
  };
}

function sayApprovals({ group, approvals }: Shown): string {
  if (group.approvalsNeeded === 0) return "";
  const given = approvals.filter(({ decision }) => decision === "approved");
  const said = approvals.map(
    ({ name, decision, reason }) =>
      `${decision === "approved" ? "✅" : "⛔"} ${sayName(name)}${reason === "" ? "" : `: ${toCardText(reason, 200)}`}`,
  );
  return [`Approved by ${String(given.length)} of ${String(group.approvalsNeeded)}`, ...said].join("\n\n");
}

function sayTime({ group: { startedAt, endedAt } }: Shown, now: Date): string {
  if (startedAt === undefined) return "";
  const took = saySpan((endedAt ?? now).getTime() - startedAt.getTime());
  return endedAt === undefined ? `For ${took} so far` : `Took ${took}`;
}

/** What programs write over with a carriage return is gone; the unfinished last line counts. */
export function lastLines(output: string): readonly string[] {
  const lines = withoutColors(output.slice(-READ_AT_MOST))
    .split("\n")
    .map((line) => line.replace(/\r$/, "").split("\r").at(-1) ?? "")
    .map((line) => toCardText(line, LINE_LENGTH))
    .filter((line) => line !== "");
  return lines.slice(-MOST_LINES);
}
