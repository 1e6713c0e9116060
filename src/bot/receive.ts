import type { InboundActivity, InboundLink } from "../core/inbound.ts";
import type { Reply } from "../core/reply.ts";
import { reply } from "../core/reply.ts";
import { acceptActivity, type AcceptDeps } from "./accept.ts";
import type { LiveInvokes } from "./live-invokes.ts";

/** Teams gives up on a button after a few seconds; past this the answer comes as a message. */
export const INVOKE_ANSWER_MS = 3_000;

export interface ReceiveDeps extends AcceptDeps {
  readonly live: LiveInvokes;
  /** What a pasted link shows to the one who pasted it. */
  readonly previewLink: (activity: InboundLink) => Promise<Reply>;
  /** Runs the job in this process now; settles when it ended. */
  readonly runNow: (jobId: string) => Promise<void>;
  /** How long a press waits for its answer; INVOKE_ANSWER_MS unless told otherwise. */
  readonly answerWithinMs?: number | undefined;
}

/** Takes an activity in; for one that waits for an answer (a button, a dialog), that answer. */
export async function receiveActivity(
  activity: InboundActivity,
  isInvoke: boolean,
  deps: ReceiveDeps,
): Promise<Reply | undefined> {
  // Only read, and in conversations that need not have the bot: nothing is written down.
  if (activity.kind === "link") return deps.previewLink(activity);
  const accepted = await acceptActivity(activity, deps);
  if (accepted.kind === "done") return isInvoke ? reply.recorded() : undefined;
  if (!isInvoke) {
    deps.wakeJobs([accepted.jobId]);
    return undefined;
  }
  // Teams shows nothing of what a sign-in window's result is answered with, so that answer is a message.
  const shows = activity.kind === "signin-code" ? "nothing" : "answers";
  const answer = deps.live.wait(accepted.jobId, deps.answerWithinMs ?? INVOKE_ANSWER_MS, shows);
  deps.runNow(accepted.jobId).then(
    () => {
      deps.live.end(accepted.jobId);
    },
    () => {
      // The runner logs and repeats failed jobs; the answer then comes as a message.
      deps.live.letGo(accepted.jobId);
    },
  );
  return (await answer) ?? reply.toAsker({ text: "Working on it…" });
}
