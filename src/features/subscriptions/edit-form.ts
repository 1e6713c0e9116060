import { createHash } from "node:crypto";
import { z } from "zod";
import type { SubscriptionRecord } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { FEATURES, isFeature, type Feature } from "../../core/features.ts";
import type { Filters } from "../../core/filters.ts";
import { withoutFeatures } from "../../core/filters/merge.ts";
import { printChoice, printCommon, printFeatures } from "../../core/filters/print.ts";
import { readChoice, type Choice } from "../../core/filters/read.ts";
import { toWords } from "../../core/grammar.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { CardContent } from "../../core/message.ts";

const MAX_FIELD = 4_000;
const text = z.string().max(MAX_FIELD).default("");

/** What the form sends back; untrusted. An input that was left empty may be missing. */
export const formData = z.object({
  id: z.string().max(64),
  version: z.string().max(64),
  form: z.enum(["dialog", "card"]),
  features: text,
  commits: text,
  pulls: text,
  workflows: text,
  filters: text,
});
export type FormData = z.infer<typeof formData>;
export type Form = FormData["form"];
type Fields = Pick<FormData, "features" | "commits" | "pulls" | "workflows" | "filters">;

/** Changes with what is on: who saves a form that shows something older hears of it. */
export function toVersion({ features, filters }: Choice): string {
  return createHash("sha256").update(printChoice(features, filters)).digest("hex").slice(0, 16);
}

/** What is on, as one would type it. */
export function toFields({ features, filters }: Choice): Fields {
  const [commits = "", pulls = "", workflows = ""] = (["commits", "pulls", "workflows"] as const).map(
    (feature) => printFeatures([feature], filters)[0]?.slice(feature.length + 1) ?? "",
  );
  return {
    features: features.join(","),
    commits,
    pulls: withoutBraces(pulls),
    workflows: withoutBraces(workflows),
    filters: printCommon(filters).join(" "),
  };
}

/** The form; `note` is a sentence above it, Markdown. */
export function toForm(
  { id, ghArtifactName, ghArtifactType }: SubscriptionRecord,
  { form, version, fields, note }: { form: Form; version: string; fields: Fields; note: string },
): CardContent {
  const data = {
    id,
    version,
    form,
    note,
    name: escapeMarkdown(ghArtifactName),
    choices: FEATURES.map((feature) => ({ feature })),
    ...fields,
    example:
      ghArtifactType === "Account"
        ? "+label:bug -author:dependabot +repo:api-*"
        : "+label:bug -author:dependabot",
  };
  return { card: "subscriptions/edit", data, summary: `Edit the subscription to ${ghArtifactName}` };
}

/** Throws ACTION_INVALID, FEATURE_NONE, and the FILTER_ faults, all of kind `input`. */
export function readForm(fields: Fields, type: SubscriptionRecord["ghArtifactType"], owner: string): Choice {
  const features = readFeatures(fields.features);
  if (features.length === 0) throw faults.FEATURE_NONE();
  const filters = {
    ...readField("commits", plain(fields.commits), "commits:main"),
    ...readField("pulls", inBraces(plain(fields.pulls)), "state:merged base:main"),
    ...readField("workflows", inBraces(plain(fields.workflows)), "name:CI conclusion:failure"),
    ...readCommon(plain(fields.filters)),
  };
  if (type === "Repo" && (filters.repositories ?? filters.withoutRepositories) !== undefined)
    throw faults.FILTER_NEEDS_OWNER({ owner: escapeMarkdown(owner) });
  const off = FEATURES.filter((feature) => !features.includes(feature));
  return { features, filters: withoutFeatures(filters, off) };
}

function readFeatures(chosen: string): readonly Feature[] {
  const named = chosen.split(",").filter((one) => one !== "");
  if (!named.every(isFeature)) throw faults.ACTION_INVALID();
  return FEATURES.filter((feature) => named.includes(feature));
}

function readField(feature: "commits" | "pulls" | "workflows", said: string, example: string): Filters {
  if (said === "") return {};
  // One word, blanks and all: what doesn't belong to the list is then named as what is wrong with it.
  const read = readChoice([`${feature}:${said}`]);
  const isOnlyThis = read.features.every((one) => one === feature);
  if (!isOnlyThis || Object.keys(read.filters).some((key) => key !== feature))
    throw faults.FORM_FIELD({ field: feature, example: example.replace(/^commits:/, "") });
  return read.filters;
}

function readCommon(said: string): Filters {
  const { features, filters } = readChoice(toWords(said));
  if (features.length > 0)
    throw faults.FORM_FIELD({
      field: "other filters",
      example: '+label:"good first issue" -author:dependabot',
    });
  return filters;
}

/** Keyboards put other quotes, blanks and dashes in place of plain ones. */
function plain(typed: string): string {
  return typed
    .replace(/[\u201c-\u201f\u2033\uff02]/g, '"')
    .replace(/[\u2018-\u201b\u2032\uff07]/g, "'")
    .replace(/(^|\s)[\u2013\u2014](?=[a-z])/gi, "$1-")
    .replace(/\s+/g, " ")
    .trim();
}

function inBraces(said: string): string {
  return said === "" || said.startsWith("{") ? said : `{${said}}`;
}

function withoutBraces(printed: string): string {
  return printed.replace(/^\{(.*)\}$/s, "$1");
}
