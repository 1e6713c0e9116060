import { z } from "zod";
import { defineEvent } from "../../../core/event.ts";
import { toFact } from "../parts.ts";
import { RUN_STATES } from "../parts/workflow.ts";
import { shorten } from "../../../core/plain-text.ts";
import { Envelope, Time, toHappeningRepository } from "./schemas.ts";
import { runKey, toRunState } from "./workflow-state.ts";

const Job = z.object({
  id: z.number().int().positive(),
  run_id: z.number().int().positive(),
  run_attempt: z.number().int().positive().catch(1),
  name: z.string(),
  status: z.string(),
  conclusion: z.string().nullish(),
  created_at: Time.nullish(),
  started_at: Time,
  completed_at: Time.nullish(),
});

const Payload = z.object({ ...Envelope, workflow_job: Job });

/** Jobs only ever change their run's card. */
export const workflowJobEvent = defineEvent({
  on: "workflow_job",
  schema: Payload,
  happenings: ({ workflow_job: job, repository, sender }) => {
    const state = toRunState(job.status, job.conclusion);
    const attempt = job.run_attempt;
    // A job that waits is given a start that lies ahead of its real one.
    const at =
      job.completed_at ?? (state === "running" ? job.started_at : (job.created_at ?? job.started_at));
    const version = { at, rank: RUN_STATES.indexOf(state), attempt };
    const part = { attempt, name: shorten(job.name, 80), state };
    return [
      {
        repository: toHappeningRepository(repository),
        subjectKey: runKey(repository, job.run_id),
        feature: "workflows",
        keptFor: ["workflows"],
        facts: { [`job:${String(attempt)}/${String(job.id)}`]: toFact(version, part) },
        opens: false,
        actorLogin: sender.login,
      },
    ];
  },
});
