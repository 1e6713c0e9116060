import type { EnvironmentVerdict } from "../../adapters/github/contract/index.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { TurnContext } from "../../core/turn.ts";
import type { Deps } from "./deps.ts";
import { listWaiting } from "./environments.ts";
import { linkToRun } from "./runs.ts";

const WORDS = {
  approved: {
    title: "Approve a deployment",
    button: "Approve",
    style: "positive",
    comment: "",
  },
  rejected: {
    title: "Reject a deployment",
    button: "Reject",
    style: "destructive",
    comment: "Not now",
  },
} as const;

/** A form about what the run waits for, as far as this person may decide about it. Throws why there is nothing. */
export async function askDecision(
  turn: TurnContext,
  reference: string,
  verdict: EnvironmentVerdict,
  deps: Deps,
): Promise<Reply> {
  const { run, subject, environments } = await listWaiting(turn, reference, deps);
  const words = WORDS[verdict];
  const isChoice = environments.length > 1;
  const link = linkToRun(run, subject);
  const names = environments.map(({ name }) => escapeMarkdown(name)).join(", ");
  const offered = environments.map(({ id }) => id).join(",");
  return reply.dialog(words.title, {
    card: "collaboration/review-run",
    summary: `${words.title}: ${subject.name}`,
    data: {
      ...words,
      heading: isChoice
        ? `${words.button} which environments of ${link}?`
        : `${words.button} ${names} for ${link}?`,
      run: `${subject.repository.fullName}#${run.id}`,
      verdict,
      offered,
      isChoice,
      environments: environments.map(({ id, name }) => ({ id, name })),
    },
  });
}
