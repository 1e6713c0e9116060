import { defineAction, type ActionSpec } from "../../core/action.ts";
import { faults } from "../../core/errors.ts";
import { isCard } from "../../core/message.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ActionTurn } from "../../core/turn.ts";
import { overview } from "./create/ask.ts";
import { toCommand } from "./create/draft.ts";
import { requireEnvironment } from "./create/environment.ts";
import { formData, readForm, showForm, type FormData } from "./create/form.ts";
import { findCloud, findMissing, toOrder } from "./create/order.ts";
import type { Deps, ServerDeps } from "./deps.ts";

export const serverActions: readonly ActionSpec<ServerDeps>[] = [
  defineAction({
    verb: "server.form",
    summary: "Choose what servers to make",
    data: formData,
    needs: { permission: "server.create", profile: "posix" },
    run: async (turn, { servers }: ServerDeps) => {
      const { card, data, summary } = await showForm(readForm(turn.data), turn.actor, servers);
      return reply.replaceCard(card, data, summary);
    },
  }),
  defineAction({
    verb: "server.review",
    summary: "See what servers would be made",
    data: formData,
    needs: { permission: "server.create", profile: "posix" },
    run: (turn, { servers }: ServerDeps) => review(turn, servers),
  }),
];

/** The overview takes the form's place; confirmed, it runs the command that means what was chosen. */
async function review(turn: ActionTurn<FormData>, deps: Deps): Promise<Reply> {
  const draft = readForm(turn.data);
  const { actor } = turn;
  await requireEnvironment(draft, actor, deps);
  const cloud = await deps.store.read((reads) => findCloud(draft.cloud, actor, reads));
  if (cloud === undefined) throw faults.SERVER_FIELD_MISSING({ field: "The cloud" });
  const inUse = await deps.useCloud(cloud);
  const { description } = inUse.driver;
  const field = findMissing(draft, description);
  if (field !== undefined) throw faults.SERVER_FIELD_MISSING({ field });
  const order = await deps.store.read((reads) => toOrder(draft, cloud, description, actor, reads));
  const request = await overview(order, inUse, draft, actor);
  const asked = await deps.askConfirmation(turn, toCommand(draft), request);
  const card = asked.kind === "messages" ? asked.messages.find(isCard) : undefined;
  return card === undefined ? asked : { kind: "replace-card", content: card };
}
