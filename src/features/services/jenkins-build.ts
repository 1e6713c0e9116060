import { z } from "zod";
import { rest, word, type ArgumentKind } from "../../core/arguments.ts";
import { defineCommand, type CommandSpec } from "../../core/command.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ConfirmationRequest, TurnContext } from "../../core/turn.ts";
import { accountNameOf } from "./connection.ts";
import type { Deps, ServiceDeps } from "./deps.ts";
import { FOLLOW_JOB } from "./jenkins-follow.ts";
import { QUEUED, runCard, type Asked } from "./jenkins-run.ts";
import { once, type Session } from "./once.ts";
import { asActor, toShown, unquoted } from "./session.ts";

export const MOST_PARAMETERS = 30;
const LONGEST_VALUE = 2_000;
const PARAMETER = /^([\w.-]{1,100})=(.*)$/s;
const Queued = z.object({ queueId: z.string() });

type Parameters = Readonly<Record<string, string>>;

/** `BRANCH=main TEXT="a b"`. Throws SERVICE_PARAMETER_MALFORMED. */
const parameters: ArgumentKind<Parameters> = rest("name=value", "the parameters", (words) => {
  const pairs = words.map((given) => {
    const [, name, value = ""] = PARAMETER.exec(given) ?? [];
    if (name === undefined || value.length > LONGEST_VALUE || words.length > MOST_PARAMETERS)
      throw faults.SERVICE_PARAMETER_MALFORMED({ given: escapeMarkdown(toShown(given)) });
    return [name, unquoted(value)] as const;
  });
  return Object.fromEntries(pairs);
});

export const jenkinsCommands: readonly CommandSpec<ServiceDeps>[] = [
  defineCommand({
    name: "jenkins build",
    pattern: "jenkins build :job :parameters",
    args: { job: word("job", "which job: for example team/app"), parameters },
    summary: "Build a job of Jenkins and follow it",
    examples: ["jenkins build team/app", "jenkins build team/app BRANCH=main"],
    details: [
      "Asks first. One card then follows the build from the queue to its result, with the last lines of its console.",
      "Parameters and console are read by everybody here. It is done with your own Jenkins where you joined one, else with your team's.",
    ],
    scopes: ["personal", "group", "channel"],
    needs: { permission: "member" },
    confirm: (turn, { services }: ServiceDeps) =>
      askBuild(turn, unquoted(turn.args.job), turn.args.parameters, services),
    run: (turn, { services }: ServiceDeps) =>
      build(turn, unquoted(turn.args.job), turn.args.parameters, services),
  }),
];

/** Names job, parameters, and whose connection to where. */
export async function askBuild(
  turn: TurnContext,
  job: string,
  given: Parameters,
  deps: Deps,
): Promise<ConfirmationRequest> {
  const { connection } = await asActor(turn, "jenkins", deps);
  const list = toPairs(given);
  const withThem = list.length === 0 ? "" : ` with ${escapeMarkdown(toShownPairs(list))}`;
  const name = escapeMarkdown(accountNameOf(connection));
  const whose = connection.ownerType === "team" ? "the team's account" : "your account";
  const host = escapeMarkdown(URL.parse(connection.baseUrl)?.host ?? "");
  return {
    question: `Build **${escapeMarkdown(toShown(job))}**${withThem} on ${host}, as ${name === "" ? whose : `${name} (${whose})`}?`,
    label: "Build",
    target: { connection: connection.id, version: connection.version, job, parameters: list },
  };
}

async function build(turn: TurnContext, job: string, given: Parameters, deps: Deps): Promise<Reply> {
  const session = await asActor(turn, "jenkins", deps);
  const { queueId } = await once<z.infer<typeof Queued>>(session, {
    step: "build",
    verb: "asked for build",
    entity: job,
    what: `your request to build ${escapeMarkdown(toShown(job))}`,
    send: () => deps.providers.jenkins.build(session.account, job, given),
    // A queue doesn't tell who asked for what.
    find: () => Promise.resolve(undefined),
    toResult: (queued) => ({ ...queued }),
    fromResult: (result) => Queued.parse(result),
  });
  return follow(session, job, given, queueId);
}

/** The card, the job that follows it and the end of the turn are written together. */
function follow(session: Session, job: string, given: Parameters, queueId: string): Promise<Reply> {
  const { turn, connection, deps } = session;
  const { conversationId } = turn.place;
  const subjectKey = `jenkins-run:${turn.jobId}`;
  const asked: Asked = {
    ...{ connectionId: connection.id, baseUrl: connection.baseUrl, job, parameters: [...toPairs(given)] },
    ...{ queueId, conversationId, subjectKey, by: turn.actor.person.displayName },
    since: deps.clock.now().toISOString(),
  };
  const content = runCard(asked, QUEUED);
  return deps.store.transaction(async (tx) => {
    await tx.cards.create({
      ...{ conversationId, subjectKey, facts: { ...QUEUED }, rootState: "queued" },
      renderedHash: "",
    });
    const body = { adaptiveCard: deps.cards.render(content), summary: content.summary };
    await tx.outbox.append([{ conversationId, kind: "create", lane: "answer", subjectKey, body }]);
    const { id } = await tx.jobs.create({
      kind: FOLLOW_JOB,
      targetId: connection.id,
      payload: { ...asked },
    });
    tx.afterCommit(() => {
      deps.notifyMailbox([conversationId]);
      deps.wakeJobs([id]);
    });
    const name = escapeMarkdown(toShown(job));
    return deps.record(tx, turn, reply.text(`✅ A build of ${name} is asked for; its card follows it.`));
  });
}

function toPairs(given: Parameters): readonly string[] {
  return Object.entries(given).map(([name, value]) => `${name}=${value}`);
}

function toShownPairs(pairs: readonly string[]): string {
  return pairs.map(toShown).join(", ").slice(0, 600).toWellFormed();
}
