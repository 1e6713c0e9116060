import type { CardContent } from "../../core/message.ts";
import { toCardText, toLink } from "../../core/plain-text.ts";
import type { SourceChecks, SourceRange } from "../../core/source.ts";
import { mostly, type Plan } from "./plan.ts";
import { sayCommit, sayKind, sayName, sayStep, shortSha } from "./words.ts";

const MOST_SERVERS = 20;
const SUBJECT_LENGTH = 100;
const MOST_AHEAD = 5;
const MOST_CHECKS = 5;

/** What the plan says in one sentence. */
export function sayPlan({ project, resolved, servers, noop, rollbackOf }: Plan): string {
  const where =
    servers.length === 1 ? sayName(servers[0]?.server.name ?? "") : `${String(servers.length)} servers`;
  const verb = noop ? "Try without changing anything" : rollbackOf === "" ? "Deploy" : "Roll back";
  const to = rollbackOf === "" || noop ? `${sayCommit(resolved)} to` : `to ${shortSha(resolved.sha)} on`;
  return `${verb}: **${sayName(project.name)}** ${to} ${where}?`;
}

/** The card that asks whether to go on. */
export function toPlanCard(plan: Plan): Pick<CardContent, "card" | "data"> {
  const { servers, resolved, range, rollbackOf, noop } = plan;
  const more = servers.length - MOST_SERVERS;
  return {
    card: "deployments/plan",
    data: {
      question: sayPlan(plan),
      kind: sayKind({ noop, rollbackOf }),
      servers: servers.slice(0, MOST_SERVERS).map(({ server, from }, index) => ({
        name: `${String(index + 1)}\\. ${sayName(server.name)}`,
        change: sayStep(from, resolved.sha),
      })),
      moreServers: more > 0 ? `and ${String(more)} more` : "",
      range: sayRange(range, mostly(servers.map(({ from }) => from))),
      commits: range.commits.map(({ sha, subject, author }) => ({
        text: `${shortSha(sha)} ${toCardText(subject, SUBJECT_LENGTH)} (${sayName(author)})`,
      })),
      moreCommits: sayMore(range),
      checks: sayChecks(plan.checks),
      approvals: sayApprovals(plan.settings.approvals),
      ahead: sayAhead(plan),
    },
  };
}

function sayRange({ relation, count, compareUrl }: SourceRange, from: string): string {
  const words = from === "" ? `Nothing of it is there yet: ${sayCount(count)}` : sayRelation(relation, count);
  return compareUrl === "" ? words : `${words} · ${toLink("compare", compareUrl)}`;
}

function sayCount(count: number): string {
  return count === 1 ? "1 commit" : `${String(count)} commits`;
}

function sayRelation(relation: SourceRange["relation"], count: number): string {
  const commits = sayCount(count);
  switch (relation) {
    case "same":
      return "The same commit as there is now";
    case "ahead":
      return `${commits} forward`;
    case "behind":
      return `⚠️ ${commits} back`;
    case "diverged":
      return `⚠️ ${commits} that are new; what is there now has others that this one lacks`;
    case "unknown":
      return count === 0 ? "How it differs from what is there now is not known" : commits;
  }
}

function sayMore({ commits, count }: SourceRange): string {
  const more = count - commits.length;
  return more > 0 ? `and ${String(more)} more` : "";
}

function sayChecks(found: SourceChecks | undefined): string {
  if (found === undefined) return "";
  const open = found.checks.filter(({ state }) => state !== "passed").slice(0, MOST_CHECKS);
  const names = open.map(({ name }) => toCardText(name, 60)).join(", ");
  switch (found.state) {
    case "passed":
      return "✅ Passed";
    case "failed":
      return names === "" ? "❌ Failed" : `❌ Failed: ${names}`;
    case "pending":
      return names === "" ? "🟡 Not finished" : `🟡 Not finished: ${names}`;
    case "none":
      return "None reported";
  }
}

function sayApprovals(needed: number): string {
  if (needed === 0) return "";
  return needed === 1 ? "1 of somebody else" : `${String(needed)} of others`;
}

function sayAhead({ ahead }: Plan): string {
  if (ahead.length === 0) return "";
  const shown = ahead.slice(0, MOST_AHEAD).map(({ number }) => `#${String(number)}`);
  const more = ahead.length > MOST_AHEAD ? " and more" : "";
  return `It begins after ${shown.join(", ")}${more}`;
}
