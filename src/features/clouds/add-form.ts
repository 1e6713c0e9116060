import type { CloudDescription } from "../../adapters/clouds/contract/index.ts";
import { faults } from "../../core/errors.ts";
import type { CardContent } from "../../core/message.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ActionTurn, Turn, TurnContext } from "../../core/turn.ts";
import { readWanted } from "./arguments.ts";
import type { Deps } from "./deps.ts";
import type { Inputs } from "./fields.ts";
import { getTeam } from "./find.ts";
import { toAddInputs, toFormCard, type Form } from "./form.ts";
import { findDescription } from "./providers.ts";

/**
 * `cloud add [provider] [name]`: the providers to choose from, or the form of one. In a 1:1 chat the form is a card, for
 * clients without dialogs; where others read along it is a dialog.
 */
export function askForCloud(turn: Turn<{ readonly cloud: readonly string[] }>, deps: Deps): Promise<Reply> {
  const { description, name } = readWanted(turn.args.cloud, deps.providers);
  if (description === undefined) return Promise.resolve(offer(turn, deps.providers.descriptions, name));
  if (turn.place.reference.type !== "personal") return Promise.resolve(offer(turn, [description], name));
  const content = toAddForm(turn, description, { form: "card", note: "", typed: { cloudName: name } });
  return Promise.resolve(reply.toAsker(content));
}

function offer(turn: TurnContext, descriptions: readonly CloudDescription[], name: string): Reply {
  const team = getTeam(turn.actor);
  return reply.toAsker({
    card: "clouds/offer",
    data: {
      title: `Add a cloud to team **${team.name}**`,
      team: team.id,
      cloudName: name,
      providers: descriptions.map((one) => ({ provider: one.key, name: one.name, what: one.summary })),
    },
    summary: `Add a cloud to team ${turn.actor.team?.name ?? ""}`,
  });
}

/** The button of a provider: its form as a dialog. */
export function openAddForm(
  turn: ActionTurn<{ readonly provider: string; readonly team: string; readonly cloudName: string }>,
  deps: Deps,
): Promise<Reply> {
  const { provider, team, cloudName } = turn.data;
  const description = getDescription(turn, provider, team, deps);
  const content = toAddForm(turn, description, { form: "dialog", note: "", typed: { cloudName } });
  return Promise.resolve(reply.dialog(content.summary, content));
}

/** The form of a new cloud of a provider; filled with what was typed before, but for secrets. */
export function toAddForm(
  { actor }: TurnContext,
  description: CloudDescription,
  { form, note, typed }: { readonly form: Form; readonly note: string; readonly typed: Inputs },
): CardContent {
  const team = getTeam(actor);
  const title = `Add a cloud to team **${team.name}**: ${description.name}`;
  const hidden = { provider: description.key, team: team.id, cloud: "" };
  const inputs = toAddInputs(description, typed);
  return toFormCard({ title, verb: "cloud.save", form, note, hidden, inputs }, description);
}

/** Throws ACTION_INVALID, and CLOUD_MOVED where the card was made for another team than that in force. */
export function getDescription(
  { actor }: TurnContext,
  provider: string,
  teamId: string,
  { providers }: Pick<Deps, "providers">,
): CloudDescription {
  const description = findDescription(provider, providers);
  if (description === undefined) throw faults.ACTION_INVALID();
  const team = getTeam(actor);
  if (team.id !== teamId) throw faults.CLOUD_MOVED({ team: team.name });
  return description;
}
