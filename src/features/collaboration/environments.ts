import { z } from "zod";
import type {
  EnvironmentVerdict,
  GitHubRun,
  GitHubWaitingEnvironment,
} from "../../adapters/github/contract/index.ts";
import { faults } from "../../core/errors.ts";
import type { JsonObject } from "../../core/json.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { Reply } from "../../core/reply.ts";
import type { ConfirmationRequest, TurnContext } from "../../core/turn.ts";
import { answer } from "./answer.ts";
import { asActor, type Deps } from "./deps.ts";
import { once } from "./once.ts";
import { getRun, linkToRun } from "./runs.ts";
import { getSubject, labelOf, type Subject } from "./subject.ts";
import {
  explainNothing,
  explainRefusedDecision,
  findDecided,
  getDecidable,
  toEnvironmentNames,
} from "./waiting.ts";

export interface EnvironmentDecision {
  readonly verdict: EnvironmentVerdict;
  /** GitHub wants one: empty becomes our own words. */
  readonly comment: string;
  /** Which of those that wait; undefined: the only one, or those that were confirmed. */
  readonly environmentIds?: readonly string[];
}

/** What a person may decide about now. */
export interface Waiting {
  readonly run: GitHubRun;
  readonly subject: Subject;
  readonly environments: readonly GitHubWaitingEnvironment[];
}

const DEFAULT_COMMENTS = {
  approved: "Approved from Microsoft Teams",
  rejected: "Rejected from Microsoft Teams",
};
const DONE = { approved: "✅ Approved", rejected: "⛔ Rejected" } as const;
const Agreed = z.object({ environments: z.array(z.string()).min(1) });
const Decided = z.object({ environments: z.array(z.string()) });

/** What of the run the person may decide about. Throws why there is nothing. */
export function listWaiting(turn: TurnContext, reference: string, deps: Deps): Promise<Waiting> {
  return asActor(turn, deps, async (session) => {
    const subject = await getSubject(reference, "run", session);
    const run = await getRun(session, subject);
    return { run, subject, environments: await getDecidable(session, subject, run) };
  });
}

/** Several environments are decided about only after a look at which they are. */
export async function confirmDecision(
  turn: TurnContext,
  reference: string,
  verdict: EnvironmentVerdict,
  deps: Deps,
): Promise<ConfirmationRequest | undefined> {
  const { run, subject, environments } = await listWaiting(turn, reference, deps);
  if (environments.length === 1) return undefined;
  const label = verdict === "approved" ? "Approve" : "Reject";
  return {
    question: `${label} ${toEnvironmentNames(environments)} for ${linkToRun(run, subject)}?`,
    label,
    target: {
      repository: subject.repository.id,
      run: run.id,
      verdict,
      environments: environments.map(({ id }) => id).sort(),
    },
  };
}

/** Approves or rejects environments that a run waits for, once. */
export function decideEnvironments(
  turn: TurnContext,
  reference: string,
  decision: EnvironmentDecision,
  deps: Deps,
): Promise<Reply> {
  const { verdict } = decision;
  const comment = decision.comment.trim() === "" ? DEFAULT_COMMENTS[verdict] : decision.comment.trim();
  const wanted = decision.environmentIds ?? Agreed.safeParse(turn.confirmed).data?.environments;
  return asActor(turn, deps, async (session) => {
    const subject = await getSubject(reference, "run", session);
    const run = await getRun(session, subject);
    const names = await once<readonly string[]>(session, {
      step: "review",
      verb: verdict === "approved" ? "approved deployment" : "rejected deployment",
      entity: subject.name,
      send: async () => {
        const chosen = choose(await getDecidable(session, subject, run), wanted);
        if (chosen.length === 0) throw await explainNothing(session, subject, run);
        const environmentIds = chosen.map(({ id }) => id);
        const asked = { environmentIds, verdict, comment };
        const outcome = await session.api.reviewEnvironments(subject.path, run.id, asked);
        return outcome.kind === "done" ? { kind: "done", value: chosen.map(({ name }) => name) } : outcome;
      },
      find: (by) => findDecided(session, subject, run, { verdict, comment, by }),
      refused: (refusal) => explainRefusedDecision(refusal, session, subject, run),
      unknown: () => faults.ACTION_OUTCOME_UNKNOWN({ what: "your decision", label: labelOf(subject) }),
      toResult: (environments): JsonObject => ({ environments: [...environments] }),
      fromResult: (result) => Decided.parse(result).environments,
    });
    return answer(
      turn,
      `${DONE[verdict]} ${names.map(escapeMarkdown).join(", ")} for ${linkToRun(run, subject)}`,
      deps,
    );
  });
}

/** Nothing named means the only one: which of several is meant was asked, or must be. */
function choose(
  decidable: readonly GitHubWaitingEnvironment[],
  wanted: readonly string[] | undefined,
): readonly GitHubWaitingEnvironment[] {
  if (wanted !== undefined) return decidable.filter(({ id }) => wanted.includes(id));
  if (decidable.length > 1) throw faults.CONFIRMATION_GONE();
  return decidable;
}
