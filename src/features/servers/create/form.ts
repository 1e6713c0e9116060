import { z } from "zod";
import type { CloudImage, CloudSize } from "../../../adapters/clouds/contract/index.ts";
import type { CloudRecord } from "../../../adapters/store/contract/index.ts";
import { faults } from "../../../core/errors.ts";
import type { CardContent } from "../../../core/message.ts";
import { toLine } from "../../../core/plain-text.ts";
import type { Actor } from "../../../core/turn.ts";
import { writeScope } from "../../../core/variable-scope.ts";
import type { CloudInUse, Deps } from "../deps.ts";
import { getTeam } from "../find.ts";
import { listPairs, MOST_PAIRS } from "../keys/pairs.ts";
import { MOST_AT_ONCE, readFields, type Draft } from "./draft.ts";
import {
  findEnvironment,
  listSharable,
  OWN,
  requireEnvironment,
  type SharedEnvironment,
} from "./environment.ts";
import { sayPrice, saySize } from "./offer.ts";
import { findCloud, listClouds } from "./order.ts";

/** A card is limited; who knows the name of another one can say it. */
const MOST_CHOICES = 60;
const LONGEST_TITLE = 100;

const field = z
  .union([z.string().max(300), z.number()])
  .transform(String)
  .default("");
/** What the form sends. */
export const formData = z.object({
  ...{ name: field, cloud: field, region: field, size: field, image: field, count: field },
  ...{ keys: field, user: field, port: field, os: field, address: field, env: field },
});
export type FormData = z.infer<typeof formData>;

export function readForm(data: FormData): Draft {
  return readFields(data);
}

type Choice = Readonly<Record<"title" | "value", string>>;

/** The card on which an order is put together: which cloud, then all the rest. */
export async function showForm(draft: Draft, actor: Actor, deps: Deps): Promise<CardContent> {
  await requireEnvironment(draft, actor, deps);
  const { cloud, clouds, pairs, shared, sharable } = await deps.store.read(async (reads) => ({
    cloud: await findCloud(draft.cloud, actor, reads),
    clouds: await listClouds(actor, reads),
    pairs: await listPairs(actor, reads),
    shared: await findEnvironment(draft.env, actor, reads),
    sharable: await listSharable(actor, reads),
  }));
  const team = getTeam(actor);
  if (pairs.length === 0) throw faults.SERVER_PAIR_NONE({ team: team.name });
  if (cloud === undefined) return pickCloud(draft, clouds, team);
  const inUse = await deps.useCloud(cloud);
  const region = draft.region || cloud.region || inUse.driver.description.defaults.region;
  const keys = pairs.slice(0, MOST_CHOICES).map(({ word, pair }) => ({
    title: `${pair.name} (${pair.ownerType === "team" ? "the team's" : "yours"})`,
    value: word,
  }));
  const [first] = keys;
  const chosen = draft.keys.length === 0 && first !== undefined ? [first.value] : draft.keys;
  return {
    card: "servers/create",
    summary: toLine(`Servers for team ${actor.team?.name ?? ""} in cloud ${cloud.name}`, 200),
    data: {
      ...(await listOffer(draft, region, inUse)),
      step: "order",
      title: "Create servers",
      where: sayWhere(cloud, inUse, team),
      cloud: cloud.name,
      hasOthers: clouds.length > 1,
      name: draft.name,
      count: draft.count === 0 ? 1 : draft.count,
      mostAtOnce: MOST_AT_ONCE,
      keys,
      chosenKeys: chosen.slice(0, MOST_PAIRS).join(","),
      user: draft.user,
      port: draft.port === 0 ? "" : String(draft.port),
      os: draft.os || "linux",
      address: draft.address,
      ...toEnvironments(sharable, shared),
      clouds: [],
    },
  };
}

function sayWhere({ name }: CloudRecord, { driver }: CloudInUse, team: { readonly name: string }): string {
  return `Team **${team.name}** · cloud **${toLine(name, LONGEST_TITLE)}** (${driver.description.name})`;
}

function pickCloud(
  draft: Draft,
  clouds: readonly CloudRecord[],
  team: { readonly name: string },
): CardContent {
  const [first] = clouds;
  return {
    card: "servers/create",
    summary: "Which cloud should the servers be made in?",
    data: {
      ...{ step: "cloud", title: "Create servers", where: `Team **${team.name}**`, name: draft.name },
      cloud: first?.name ?? "",
      clouds: clouds.slice(0, MOST_CHOICES).map(({ name }) => ({ title: name, value: name })),
      ...{ hasOthers: false, isHost: false, regions: [], sizes: [], images: [], keys: [] },
      ...{ region: "", size: "", image: "", count: 1, mostAtOnce: MOST_AT_ONCE, chosenKeys: "" },
      ...{ user: "", port: "", os: "linux", address: "", hint: "" },
      ...{ environments: [], env: draft.env === undefined ? OWN : writeScope(draft.env) },
    },
  };
}

/** Whose variables can be shared; no choice at all where there is none beside its own. */
function toEnvironments(sharable: readonly SharedEnvironment[], shared: SharedEnvironment | undefined) {
  const wanted = shared === undefined ? "" : writeScope(shared.of);
  const { choices, chosen } = choose(sharable.map(toEnvironmentChoice), wanted);
  const own = { title: "Its own, none yet", value: OWN };
  return { environments: choices.length === 0 ? [] : [own, ...choices], env: chosen || OWN };
}

function toEnvironmentChoice({ of, names }: SharedEnvironment): Choice {
  const count = names.length === 1 ? "1 variable" : `${String(names.length)} variables`;
  return { title: toTitle(`the same as ${of.kind} ${of.name} (${count})`), value: writeScope(of) };
}

/** What the provider offers in the region, with what was chosen or is usual. */
async function listOffer(draft: Draft, region: string, { driver, account }: CloudInUse) {
  const { key, defaults, hasRegions, name } = driver.description;
  if (key === "existing")
    return {
      ...{ isHost: true, regions: [], sizes: [], images: [], region: "", size: "", image: "" },
      hint: "The host has to let one of the key pairs in already: its public line is shown where it doesn't.",
    };
  const [regions, sizes, images] = await Promise.all([
    hasRegions ? driver.listRegions(account) : Promise.resolve([]),
    driver.listSizes(account, region),
    driver.listImages(account, region),
  ]);
  const sizeChoices = choose(sizes.toSorted(byPrice).map(toSizeChoice), draft.size || defaults.size);
  const imageChoices = choose(images.map(toImageChoice), draft.image || defaults.image);
  const regionChoices = choose(
    regions.map(({ id, name: called }) => ({ title: toTitle(`${id}: ${called}`), value: id })),
    region,
  );
  const isCut = sizes.length > MOST_CHOICES || images.length > MOST_CHOICES;
  return {
    isHost: false,
    ...{ regions: regionChoices.choices, region: regionChoices.chosen },
    ...{ sizes: sizeChoices.choices, size: sizeChoices.chosen },
    ...{ images: imageChoices.choices, image: imageChoices.chosen },
    hint: isCut
      ? `${name} has more than fits here: say for example **server create web-1 size=…** for another one.`
      : "",
  };
}

/** At most so many, with the chosen one among them; nothing is chosen that isn't there. */
function choose(
  all: readonly Choice[],
  wanted: string,
): { readonly choices: readonly Choice[]; readonly chosen: string } {
  const chosen = all.find(({ value }) => value === wanted);
  const others = all.filter((one) => one !== chosen).slice(0, MOST_CHOICES - 1);
  const choices = chosen === undefined ? others : all.filter((one) => one === chosen || others.includes(one));
  return { choices, chosen: chosen?.value ?? "" };
}

function byPrice(one: CloudSize, other: CloudSize): number {
  const priceOf = ({ monthlyPrice, memoryMb }: CloudSize): number => monthlyPrice?.amount ?? memoryMb;
  return priceOf(one) - priceOf(other);
}

function toSizeChoice(size: CloudSize): Choice {
  const price = sayPrice(size, 1);
  return { title: toTitle(`${saySize(size)}${price === "" ? "" : `, ${price}`}`), value: size.id };
}

function toImageChoice({ id, alias, name }: CloudImage): Choice {
  const value = alias === "" ? id : alias;
  return { title: toTitle(name === "" ? value : `${name} (${value})`), value };
}

function toTitle(text: string): string {
  return toLine(text, LONGEST_TITLE);
}
