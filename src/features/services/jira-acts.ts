import { z } from "zod";
import type { JiraTransition } from "../../adapters/services/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import { nearest } from "../../core/suggest.ts";
import { answerInCard } from "./answer-in-card.ts";
import { actsOf } from "./item-acts.ts";
import { itemCard } from "./lookup.ts";
import { once, type Session } from "./once.ts";
import { answer, linkTo, toShown } from "./session.ts";

/** Jira's own limit is 32,767 characters. */
const LONGEST_COMMENT = 30_000;
const LONGEST_SUMMARY = 255;
const MOST_LISTED = 20;
const Moved = z.object({ to: z.string() });
const Created = z.object({ key: z.string() });

/** Comments on an issue, once. What a team's account writes says who wrote it. */
export async function commentOn(session: Session, key: string, text: string): Promise<Reply> {
  if (text.trim() === "") throw faults.TEXT_MISSING({ example: "jira comment PROJ-1 On it" });
  if (text.length > LONGEST_COMMENT) throw faults.SERVICE_TEXT_TOO_LONG({ most: LONGEST_COMMENT });
  const { turn, account, connection, deps } = session;
  const body =
    connection.ownerType === "team" ? `${text}\n\n${turn.actor.person.displayName}, in Teams` : text;
  await once<true>(session, {
    step: "comment",
    verb: "commented",
    entity: key.toUpperCase(),
    what: `your comment on ${escapeMarkdown(toShown(key))}`,
    send: async () => {
      await deps.providers.jira.comment(account, key, body);
      return true;
    },
    find: async (since) =>
      (await deps.providers.jira.hasComment(account, key, body, since)) ? true : undefined,
    toResult: () => ({}),
    fromResult: () => true,
  });
  return answerInCard(session, `✅ Commented on ${linkToIssue(session, key)}`, key);
}

/** Which of an issue's transitions is meant. */
export type Choose = (transition: JiraTransition) => boolean;

/** The state that a transition leads to, or its own name. */
export function isNamed(given: string): Choose {
  const wanted = toComparable(given);
  return ({ name, to }) => toComparable(to) === wanted || toComparable(name) === wanted;
}

/** Moves an issue along its workflow. Throws SERVICE_TRANSITION_UNKNOWN with what there is. */
export async function move(session: Session, key: string, given: string, choose: Choose): Promise<Reply> {
  const { account, deps } = session;
  const { jira } = deps.providers;
  let chosen: JiraTransition | undefined;
  const { to } = await once<z.infer<typeof Moved>>(session, {
    step: "move",
    verb: "moved",
    entity: key.toUpperCase(),
    what: `the change of ${escapeMarkdown(toShown(key))}`,
    prepare: async () => {
      const possible = await jira.listTransitions(account, key);
      chosen = possible.find(choose);
      if (chosen === undefined) throw unknownTransition(session, key, given, possible);
    },
    send: async () => {
      if (chosen === undefined) throw new RangeError("nothing was chosen");
      await jira.transition(account, key, chosen.id);
      return { to: chosen.to };
    },
    find: async () => {
      const item = await jira.lookup(account, key);
      const wanted = toComparable(chosen?.to ?? given);
      return item !== undefined && toComparable(item.stateText) === wanted
        ? { to: item.stateText }
        : undefined;
    },
    toResult: (moved) => ({ ...moved }),
    fromResult: (result) => Moved.parse(result),
  });
  const text = `✅ ${linkToIssue(session, key)} is now **${escapeMarkdown(toShown(to))}**`;
  return answerInCard(session, text, key);
}

/** Creates an issue and shows it. Nobody can find one again whose answer was lost: then that is told. */
export async function create(
  session: Session,
  issue: { readonly project: string; readonly type: string; readonly summary: string },
): Promise<Reply> {
  if (issue.summary === "") throw faults.TEXT_MISSING({ example: "jira create PROJ Bug The stove is cold" });
  if (issue.summary.length > LONGEST_SUMMARY) throw faults.SERVICE_TEXT_TOO_LONG({ most: LONGEST_SUMMARY });
  const { turn, account, service, deps } = session;
  const { key } = await once<z.infer<typeof Created>>(session, {
    step: "create",
    verb: "created issue",
    entity: issue.project.toUpperCase(),
    what: "your issue",
    send: async () => ({ key: (await deps.providers.jira.create(account, issue)).key }),
    find: () => Promise.resolve(undefined),
    toResult: (created) => ({ ...created }),
    fromResult: (result) => Created.parse(result),
  });
  const item = await deps.providers.jira.lookup(account, key).catch(() => undefined);
  if (item === undefined) return answer(session, `✅ Created ${linkToIssue(session, key)}`);
  const content = itemCard(item, service, actsOf("jira", item, session.connection.baseUrl));
  return deps.store.transaction((tx) =>
    deps.record(tx, turn, reply.card(content.card, content.data, `Created ${content.summary}`)),
  );
}

function unknownTransition(
  { service }: Session,
  key: string,
  given: string,
  possible: readonly JiraTransition[],
) {
  return faults.SERVICE_TRANSITION_UNKNOWN({
    service,
    key: escapeMarkdown(toShown(key)),
    given: escapeMarkdown(toShown(given)),
    possible: possible
      .slice(0, MOST_LISTED)
      .map(({ to }) => escapeMarkdown(toShown(to)))
      .join(", "),
    suggestion: escapeMarkdown(suggest(given, possible)),
  });
}

/** The name, of states and of transitions themselves, that is nearest. */
function suggest(given: string, possible: readonly JiraTransition[]): string {
  const names = possible.flatMap(({ to, name }) => [to, name]);
  const meant = nearest(
    given,
    names.map((name) => name.toLowerCase()),
  );
  return names.find((name) => name.toLowerCase() === meant) ?? "";
}

function linkToIssue({ connection }: Session, key: string): string {
  const name = key.toUpperCase();
  return linkTo(name, `${connection.baseUrl}/browse/${encodeURIComponent(name)}`);
}

function toComparable(text: string): string {
  return text.trim().replace(/\s+/g, " ").toLowerCase();
}
