import { addMilliseconds, MINUTE } from "../../core/clock.ts";
import type { CommandTurn } from "../../core/command.ts";
import { faults } from "../../core/errors.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Reply } from "../../core/reply.ts";
import type { Deps } from "./deps.ts";
import { isComplete, readDetails } from "./person-details.ts";
import { offerForm } from "./profile-form.ts";

const PENDING_MINUTES = 30;

/**
 * The form for what is missing of the person's details, with the command (or button) kept; undefined when nothing is, or
 * when there is no directory that needs them. Throws ACCOUNT_WITHDRAWN.
 */
export async function askProfile(
  turn: CommandTurn,
  pressed: JsonObject | undefined,
  deps: Deps,
): Promise<Reply | undefined> {
  const { directory, store, clock } = deps;
  if (directory === undefined) return undefined;
  const { userId } = turn.actor;
  const known = await store.read(({ registrations }) => registrations.findByUser(userId));
  if (isComplete(known)) return undefined;
  if (known?.state === "withdrawn") throw faults.ACCOUNT_WITHDRAWN();
  const form = await offerForm(turn, await readDetails(turn, deps), turn.text, directory, deps);
  await store.transaction((tx) =>
    tx.pendingCommands.create({
      userId,
      conversationId: turn.place.conversationId,
      text: turn.text,
      ...(pressed !== undefined && { action: pressed }),
      waitsFor: "profile",
      threadRootId: turn.place.reference.threadRootId ?? "",
      expiresAt: addMilliseconds(clock.now(), PENDING_MINUTES * MINUTE),
    }),
  );
  return { kind: "pending", message: form };
}
