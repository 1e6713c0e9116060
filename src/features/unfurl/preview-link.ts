import type { GitHubLink, GitHubPerson, ParseGitHubLink } from "../../adapters/github/contract/index.ts";
import { MINUTE, type Clock } from "../../core/clock.ts";
import type { ChatPerson } from "../../core/conversation.ts";
import { isFault } from "../../core/errors.ts";
import type { InboundLink } from "../../core/inbound.ts";
import type { Log } from "../../core/log.ts";
import type { CardContent } from "../../core/message.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Timers } from "../../core/timers.ts";
import type { LinkedGitHub } from "../../core/turn.ts";
import { toPreviewCard } from "./preview-card.ts";
import { createRemembered } from "./remembered.ts";

export interface PreviewDeps {
  readonly parseLink: ParseGitHubLink;
  /** The person's own connection; undefined for who has none. */
  readonly findConnection: (person: ChatPerson) => Promise<LinkedGitHub | undefined>;
  readonly asConnected: <T>(id: string, work: (person: GitHubPerson) => Promise<T>) => Promise<T>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
}

/** Teams gives a preview about five seconds; whoever writes doesn't wait as long. */
export const PREVIEW_MS = 3_500;
/** The same link, pasted or edited again. */
const REMEMBER_MS = MINUTE;
const MOST_REMEMBERED = 500;
/** Calls to GitHub are few at once for the whole process, and nobody's notifications wait for previews. */
const MOST_AT_ONCE = 8;

const NOTHING: Reply = reply.toAsker();

/**
 * Shows people who paste a link what it points at, as they themselves may read it. Without a connection, without access,
 * or when GitHub takes too long there is no preview, and no word about why: people paste links everywhere, also where
 * nobody asked for the bot, and a private name must look like one that doesn't exist.
 */
export function createLinkPreviews(deps: PreviewDeps): (activity: InboundLink) => Promise<Reply> {
  const remembered = createRemembered<CardContent>({
    clock: deps.clock,
    milliseconds: REMEMBER_MS,
    most: MOST_REMEMBERED,
  });
  const read = async (connection: LinkedGitHub, link: GitHubLink): Promise<CardContent | undefined> => {
    // What one may read another may not: what is remembered is a person's own.
    const key = `${connection.id} ${connection.ghUserId} ${JSON.stringify(link)}`;
    const known = remembered.find(key);
    if (known !== undefined) return known;
    const preview = await deps.asConnected(connection.id, (person) => person.previews.findPreview(link));
    if (preview === undefined) return undefined;
    const card = toPreviewCard(preview);
    remembered.set(key, card);
    return card;
  };
  let underWay = 0;
  const answer = async ({ url, from }: InboundLink): Promise<Reply> => {
    const link = deps.parseLink(url);
    if (link === undefined) return NOTHING;
    const connection = await deps.findConnection(from);
    if (connection === undefined) return NOTHING;
    if (underWay >= MOST_AT_ONCE) return NOTHING;
    underWay += 1;
    try {
      const card = await read(connection, link);
      return card === undefined ? NOTHING : reply.toAsker(card);
    } finally {
      underWay -= 1;
    }
  };
  return (activity) =>
    inTime(
      answer(activity).catch((error: unknown) => toNothing(error, deps.log)),
      deps.timers,
    );
}

function toNothing(error: unknown, log: Log): Reply {
  if (isFault(error)) log.info({ code: error.code }, "no preview of a link");
  else log.error({ error }, "a link's preview broke");
  return NOTHING;
}

/** What comes later is still remembered for the next time. */
async function inTime(work: Promise<Reply>, timers: Timers): Promise<Reply> {
  let cancel = (): void => undefined;
  const late = new Promise<Reply>((resolve) => {
    cancel = timers.after(PREVIEW_MS, () => {
      resolve(NOTHING);
    });
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    cancel();
  }
}
