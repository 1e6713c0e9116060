import { faults } from "../../core/errors.ts";
import { escapeMarkdown, markdownLink } from "../../core/markdown.ts";
import type { Reply } from "../../core/reply.ts";
import type { TurnContext } from "../../core/turn.ts";
import { answer } from "./answer.ts";
import { arrival, nothing } from "./arrival.ts";
import { asActor, type Deps, type Session } from "./deps.ts";
import { explainMissingWorkflow, getWorkflow } from "./find-workflow.ts";
import { once, repeatable } from "./once.ts";
import { explainForbidden, explainRefusal } from "./refusals.ts";
import { getRun, linkToRun } from "./runs.ts";
import { getRepository, getSubject, labelOf, toRepositoryPath, type Subject } from "./subject.ts";
import type { RunParameters } from "./words.ts";

/** Starts a finished run's jobs again: all of them, or those that failed. */
export function rerun(
  turn: TurnContext,
  reference: string,
  jobs: "all" | "failed",
  deps: Deps,
): Promise<Reply> {
  return asActor(turn, deps, async (session) => {
    const subject = await getSubject(reference, "run", session);
    const run = await getRun(session, subject);
    await once(session, {
      step: "rerun",
      verb: "re-ran",
      entity: subject.name,
      target: { attempt: run.attempt },
      send: () =>
        run.status === "completed"
          ? session.api.rerun(subject.path, run.id, jobs)
          : Promise.resolve({ kind: "refused", refusal: "conflict", detail: "" }),
      find: async (_by, target) => {
        const now = await session.api.findRun(subject.path, run.id);
        return now !== undefined && now.attempt > Number(target["attempt"]) ? true : undefined;
      },
      refused: (refusal) =>
        refusal === "conflict"
          ? faults.RUN_UNDERWAY({ label: labelOf(subject) })
          : explainRunRefusal(refusal, subject, session),
      unknown: () => faults.ACTION_OUTCOME_UNKNOWN({ what: "the re-run", label: labelOf(subject) }),
      ...nothing,
    });
    const what = jobs === "all" ? "" : "the failed jobs of ";
    return answer(turn, `✅ Re-running ${what}${linkToRun(run, subject)}`, deps);
  });
}

export function cancelRun(turn: TurnContext, reference: string, deps: Deps): Promise<Reply> {
  return asActor(turn, deps, async (session) => {
    const subject = await getSubject(reference, "run", session);
    const run = await getRun(session, subject);
    await repeatable(session, {
      verb: "cancelled",
      entity: subject.name,
      send: () => session.api.cancelRun(subject.path, run.id),
      refused: (refusal) =>
        refusal === "conflict"
          ? faults.RUN_ENDED({ label: labelOf(subject) })
          : explainRunRefusal(refusal, subject, session),
      unknown: () => faults.ACTION_OUTCOME_UNKNOWN({ what: "that", label: labelOf(subject) }),
    });
    return answer(turn, `✅ Cancelling ${linkToRun(run, subject)}`, deps);
  });
}

/** `workflow run owner/repo deploy.yml main stage=test`, or by the workflow's name. */
export function runWorkflow(
  turn: TurnContext,
  repositoryName: string,
  given: string,
  parameters: RunParameters,
  deps: Deps,
): Promise<Reply> {
  return asActor(turn, deps, async (session) => {
    const repository = await getRepository(repositoryName, session);
    const path = toRepositoryPath(repository);
    const ref = parameters.ref ?? repository.defaultBranch;
    const { key: workflow, shown } = await getWorkflow(given, repository, session);
    const page = `${repository.htmlUrl}/actions/workflows/${encodeURIComponent(workflow)}`;
    const label = escapeMarkdown(`${shown} in ${repository.fullName}`);
    const { htmlUrl } = await once(session, {
      step: "dispatch",
      verb: "dispatched",
      entity: `${repository.fullName} ${shown}`,
      send: async () => {
        const outcome = await session.api.dispatchWorkflow(path, workflow, {
          ref,
          inputs: parameters.inputs,
        });
        return outcome.kind === "done" ? { kind: "done", value: { htmlUrl: page } } : outcome;
      },
      find: (by) => session.api.findDispatched(path, workflow, by),
      refused: (refusal, detail) => {
        if (refusal === "missing") return explainMissingWorkflow(given, workflow, repository, session);
        if (refusal === "forbidden") return explainForbidden(repository, session);
        return faults.WORKFLOW_REFUSED({ workflow: escapeMarkdown(shown), detail: escapeMarkdown(detail) });
      },
      unknown: () => faults.ACTION_OUTCOME_UNKNOWN({ what: "the start", label }),
      ...arrival,
    });
    const link = markdownLink(`${shown} of ${repository.fullName}`, htmlUrl);
    return answer(turn, `✅ Started ${link} on ${escapeMarkdown(ref)}`, deps);
  });
}

/** A run is no issue: only its repository can explain a 403. */
function explainRunRefusal(
  refusal: Parameters<typeof explainRefusal>[0],
  subject: Subject,
  session: Session,
): ReturnType<typeof explainRefusal> {
  if (refusal === "forbidden") return explainForbidden(subject.repository, session);
  return explainRefusal(refusal, subject, session);
}
