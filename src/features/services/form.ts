import { z } from "zod";
import type { CredentialField, ProviderId } from "../../adapters/services/contract/index.ts";
import { faults } from "../../core/errors.ts";
import type { JsonObject } from "../../core/json.ts";
import type { CardContent } from "../../core/message.ts";
import type { Owner } from "../../core/owner.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { TurnContext } from "../../core/turn.ts";
import type { Deps } from "./deps.ts";

const LONGEST_INPUT = 2_000;

/** What the form sends: a text for each field, under the ids of `inputId`. */
export const formData = z.looseObject({ provider: z.string(), form: z.enum(["dialog", "card"]) });
export type FormData = z.infer<typeof formData>;

/** What was read of a form. */
export interface Entered {
  readonly baseUrl: string;
  readonly credentials: Readonly<Record<string, string>>;
}

/** The button Enable or Configure: the form as a dialog. */
export async function openForm(id: ProviderId, owner: Owner, deps: Deps): Promise<Reply> {
  const content = await freshForm(id, owner, "dialog", deps);
  return reply.dialog(content.summary, content);
}

/** `service enable jira` in a 1:1 chat: the form as a card, for clients without dialogs. */
export async function showForm(turn: TurnContext, id: ProviderId, owner: Owner, deps: Deps): Promise<Reply> {
  if (turn.place.reference.type !== "personal") return offerForm(id, owner, deps);
  const { card, data, summary } = await freshForm(id, owner, "card", deps);
  return reply.card(card, data, summary);
}

/** Where others read along only the button stands; its dialog is the presser's own. */
function offerForm(id: ProviderId, owner: Owner, deps: Deps): Reply {
  const { name } = deps.providers[id].description;
  const title = `Set up ${name} ${owner.of}`;
  return reply.card("services/offer", { title, provider: id, verb: verbOf("form", owner) }, title);
}

async function freshForm(
  id: ProviderId,
  owner: Owner,
  form: FormData["form"],
  deps: Deps,
): Promise<CardContent> {
  const known = await deps.store.read((reads) => reads.serviceConnections.findByOwner(owner.key, id));
  const address = known === undefined || known.state === "disabled" ? "" : known.baseUrl;
  return formCard(id, owner, { form, note: "", texts: { baseUrl: address } }, deps);
}

/** The form again, with what is wrong; a secret is typed anew. */
export function formCard(
  id: ProviderId,
  owner: Owner,
  shown: {
    readonly form: FormData["form"];
    readonly note: string;
    readonly texts: Readonly<Record<string, string>>;
  },
  deps: Deps,
): CardContent {
  const { name, fields, credentialHelp, caveat } = deps.providers[id].description;
  const title = `Set up ${name} ${owner.of}`;
  return {
    card: "services/form",
    summary: title,
    data: {
      title,
      help: credentialHelp,
      caveat,
      note: shown.note,
      form: shown.form,
      provider: id,
      verb: verbOf("save", owner),
      fields: fields.map((field) => toInput(field, shown.texts)),
    },
  };
}

function toInput(field: CredentialField, texts: Readonly<Record<string, string>>): JsonObject {
  const { label, kind, placeholder, isRequired } = field;
  return {
    id: inputId(field),
    label,
    style: kind === "secret" ? "password" : kind,
    placeholder,
    isRequired,
    value: kind === "secret" ? "" : (texts[field.id] ?? ""),
    error: "This is needed.",
  };
}

/** Inputs that begin with "secret" are sealed before they are written down. */
function inputId({ id, kind }: CredentialField): string {
  const name = `${id.slice(0, 1).toUpperCase()}${id.slice(1)}`;
  return `${kind === "secret" ? "secret" : "field"}${name}`;
}

export function verbOf(step: "form" | "save" | "verify" | "disable", owner: Owner): string {
  return `service.${step}.${owner.word === "" ? "own" : "team"}`;
}

/** Throws SERVICE_FIELD_MISSING, SERVICE_ADDRESS_INVALID and _PRIVATE. */
export function readForm(data: FormData, id: ProviderId, deps: Deps): Entered {
  const { name, fields, baseUrl, example } = deps.providers[id].description;
  const credentials: Record<string, string> = {};
  let address = baseUrl ?? "";
  for (const field of fields) {
    const text = readInput(data[inputId(field)]);
    if (text === "" && field.isRequired) throw faults.SERVICE_FIELD_MISSING({ field: field.label });
    if (text !== "" && field.kind === "url") address = deps.toBaseUrl(text, name, example);
    if (text !== "" && field.kind !== "url") credentials[field.id] = text;
  }
  return { baseUrl: address, credentials };
}

/** What was typed where it may be shown again. */
export function shownTexts(data: FormData, id: ProviderId, deps: Deps): Readonly<Record<string, string>> {
  const open = deps.providers[id].description.fields.filter(({ kind }) => kind !== "secret");
  return Object.fromEntries(open.map((field) => [field.id, readInput(data[inputId(field)])]));
}

function readInput(value: unknown): string {
  return typeof value === "string" ? value.trim().slice(0, LONGEST_INPUT) : "";
}
