import type { CloudDescription, CloudSize } from "../../../adapters/clouds/contract/index.ts";
import type { JsonObject } from "../../../core/json.ts";
import { escapeMarkdown } from "../../../core/markdown.ts";
import { toCardText } from "../../../core/plain-text.ts";
import type { Actor, ConfirmationRequest, Turn } from "../../../core/turn.ts";
import type { Asked, CloudInUse, Deps } from "../deps.ts";
import { getTeam } from "../find.ts";
import { NAME_LENGTH, toFacts } from "../words.ts";
import type { Draft } from "./draft.ts";
import { requireEnvironment } from "./environment.ts";
import { checkOrder, sayPrice, saySize } from "./offer.ts";
import { findCloud, findMissing, isStillAgreed, toOrder, toTarget, type Order } from "./order.ts";

export type CreateTurn = Turn<{ readonly draft: Draft }>;

/** The overview of a whole order, for Confirm; undefined while something is still to be chosen. */
export async function askCreate({ args, actor, confirmed }: CreateTurn, deps: Deps): Promise<Asked> {
  const draft = confirmed === undefined ? args.draft : withAgreed(args.draft, confirmed);
  await requireEnvironment(draft, actor, deps);
  const cloud = await deps.store.read((reads) => findCloud(draft.cloud, actor, reads));
  if (cloud === undefined) return undefined;
  const inUse = await deps.useCloud(cloud);
  const { description } = inUse.driver;
  if (findMissing(draft, description) !== undefined) return undefined;
  const order = await deps.store.read((reads) => toOrder(draft, cloud, description, actor, reads));
  // What was agreed to was looked at with the provider; asked again, it could only stand in the way.
  if (confirmed !== undefined && isStillAgreed(order, confirmed))
    return { question: "", label: "Create", target: toTarget(order) };
  return overview(order, inUse, draft, actor);
}

/** What the card showed and the command left open. */
function withAgreed(draft: Draft, agreed: JsonObject): Draft {
  const { region, user } = agreed;
  return {
    ...draft,
    region: draft.region || (typeof region === "string" ? region : ""),
    user: draft.user || (typeof user === "string" ? user : ""),
  };
}

/** Throws what the provider says of the order. */
export async function overview(
  order: Order,
  inUse: CloudInUse,
  draft: Draft,
  actor: Actor,
): Promise<ConfirmationRequest> {
  const { size, image } = await checkOrder(order, inUse);
  const user = draft.user || image?.sshUser || order.user;
  const whole = { ...order, user };
  const { description } = inUse.driver;
  return {
    question: toQuestion(whole, description, getTeam(actor)),
    label: "Create",
    tone: "makes",
    target: toTarget(whole),
    facts: listFacts(whole, description, size, image?.name ?? ""),
  };
}

function toQuestion(
  { names, cloud, address }: Order,
  { key, name }: CloudDescription,
  team: { readonly name: string },
): string {
  const called = names.map((one) => `**${escapeMarkdown(one)}**`).join(", ");
  const where = `cloud **${escapeMarkdown(cloud.name)}**`;
  if (key === "existing")
    return `Take host ${escapeMarkdown(address)} into ${where} of team **${team.name}** as server ${called}?`;
  const many = names.length === 1 ? "a server" : `${String(names.length)} servers`;
  return `Make ${many} for team **${team.name}** in ${where} (${name}): ${called}?`;
}

function listFacts(
  { names, cloud, size, image, region, os, user, port, address, pairs, environment }: Order,
  { key, name }: CloudDescription,
  offered: CloudSize | undefined,
  imageName: string,
): ConfirmationRequest["facts"] & object {
  const isHost = key === "existing";
  const price = sayPrice(offered, names.length);
  return toFacts([
    ["Cloud", `${toCardText(cloud.name, NAME_LENGTH)} (${name})`],
    ["Address", toCardText(address, NAME_LENGTH)],
    ["Size", offered === undefined ? size : toCardText(saySize(offered), 2 * NAME_LENGTH)],
    ["Image", imageName === "" || imageName === image ? image : toCardText(`${image}: ${imageName}`, 120)],
    ["Region", region],
    ["System", isHost || os === "windows" ? os : ""],
    ["Log in", `as ${toCardText(user, NAME_LENGTH)} on port ${String(port)}`],
    ["Key pairs", toCardText(pairs.map((pair) => `${pair.name} (${sayOwner(pair)})`).join(", "), 300)],
    ["Variables", sayShared(environment)],
    ["Price", isHost ? "" : price === "" ? `Not told by ${name}` : `${price}, as ${name} lists it`],
  ]);
}

function sayOwner({ ownerType }: Order["pairs"][number]): string {
  return ownerType === "team" ? "team" : "yours";
}

/** "shared with server web-1: DB_URL, PORT": names, never values. */
function sayShared(environment: Order["environment"]): string {
  if (environment === undefined) return "";
  const { of, names } = environment;
  return `shared with ${toCardText(`${of.kind} ${of.name}: ${names.join(", ")}`, 300)}`;
}
