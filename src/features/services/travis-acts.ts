import type { ItemState } from "../../adapters/services/contract/index.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { Reply } from "../../core/reply.ts";
import { answerInCard } from "./answer-in-card.ts";
import { once, type Session } from "./once.ts";
import { answer, toShown } from "./session.ts";

const done = { toResult: () => ({}), fromResult: (): true => true } as const;

/** Runs a build again, once. A build that runs by then was restarted. */
export async function restart(session: Session, buildId: string): Promise<Reply> {
  const { account, deps } = session;
  const name = escapeMarkdown(toShown(buildId));
  await once<true>(session, {
    step: "restart",
    verb: "restarted build",
    entity: buildId,
    what: `the restart of build ${name}`,
    send: async () => {
      await deps.providers.travis.restart(account, buildId);
      return true;
    },
    find: () => isIn(session, buildId, "running"),
    ...done,
  });
  return answerInCard(session, `✅ Build ${name} is restarted.`, buildId);
}

/** Cancels a build, once. */
export async function cancel(session: Session, buildId: string): Promise<Reply> {
  const { account, deps } = session;
  const name = escapeMarkdown(toShown(buildId));
  await once<true>(session, {
    step: "cancel",
    verb: "canceled build",
    entity: buildId,
    what: `the end of build ${name}`,
    send: async () => {
      await deps.providers.travis.cancel(account, buildId);
      return true;
    },
    find: () => isIn(session, buildId, "canceled"),
    ...done,
  });
  return answerInCard(session, `✅ Build ${name} is canceled.`, buildId);
}

/** Asks for a build of a branch, once; nothing tells afterwards which build came of which request. */
export async function trigger(session: Session, repository: string, branch: string): Promise<Reply> {
  const { turn, account, deps } = session;
  const name = escapeMarkdown(toShown(`${repository} (${branch})`));
  const message = `Asked for by ${turn.actor.person.displayName} in Teams`;
  await once<true>(session, {
    step: "trigger",
    verb: "triggered build",
    entity: `${repository} ${branch}`,
    what: `your request for a build of ${name}`,
    send: async () => {
      await deps.providers.travis.trigger(account, { repository, branch, message });
      return true;
    },
    find: () => Promise.resolve(undefined),
    ...done,
  });
  return answer(
    session,
    `✅ A build of ${name} is asked for. Say \`travis ${toShown(repository)}\` to see it.`,
  );
}

async function isIn(
  { account, deps }: Session,
  buildId: string,
  state: ItemState,
): Promise<true | undefined> {
  return (await deps.providers.travis.lookup(account, buildId))?.state === state ? true : undefined;
}
