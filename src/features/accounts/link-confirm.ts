import { ConnectorFailure } from "../../core/connector.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { ConfirmationRequest, Turn, TurnContext } from "../../core/turn.ts";
import { readLinkCode } from "./link-code.ts";
import { countTriesLeft, findOffered, type LinkAccountDeps } from "./link.ts";

/**
 * Whoever has the password of an account gets at the profile and the keys of the person who links it. So somebody could
 * hand over a code of their own: it is asked first whose account that is, unless Teams says that the address is theirs.
 */
export async function confirmLink(
  turn: Turn<{ readonly code: string }>,
  deps: LinkAccountDeps,
): Promise<ConfirmationRequest | undefined> {
  const code = readLinkCode(turn.args.code);
  if (code === undefined) return undefined;
  const owner = await deps.store.transaction(async (tx) => {
    // What stands against it is said, and a wrong code counted, by the command itself.
    if ((await countTriesLeft(tx, turn, deps)) === 0) return undefined;
    const own = await tx.registrations.findByUser(turn.actor.userId);
    if (own?.hasPassword === true || own?.posix !== undefined) return undefined;
    return (await findOffered(tx, turn, code, deps))?.owner;
  });
  if (owner === undefined || owner.aadObjectId !== "") return undefined;
  if (owner.email !== "" && owner.email === (await findAddress(turn, deps))) return undefined;
  const address = escapeMarkdown(owner.email);
  return {
    question: `Link the account of **${address}** to you? Whoever chose its password gets at your profile and your SSH keys. Go on only if that was you.`,
    label: "Link my account",
    target: { account: owner.id },
  };
}

/** The address that the organization has of the person; undefined where Teams doesn't tell it now. */
async function findAddress(
  { actor, place }: TurnContext,
  { findMember }: LinkAccountDeps,
): Promise<string | undefined> {
  try {
    const member = await findMember(place.reference, actor.person.teamsUserId);
    return member?.isGuest === false ? member.email?.toLowerCase() : undefined;
  } catch (error) {
    if (error instanceof ConnectorFailure) return undefined;
    throw error;
  }
}
