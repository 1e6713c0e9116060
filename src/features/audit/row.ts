import type { EventRecord, UserRecord } from "../../adapters/store/contract/index.ts";
import type { Json } from "../../core/json.ts";
import { toCardText } from "../../core/plain-text.ts";
import { nounOf } from "./kinds.ts";

const NAME_LENGTH = 80;
const VALUE_LENGTH = 60;
const MOST_DETAILS = 4;

/** What a line of the card says. */
export interface AuditRow {
  readonly [key: string]: string;
  readonly text: string;
  /** `''` for nothing more to say. */
  readonly details: string;
  readonly at: string;
}

/** "Mira Chen rotated key pair **account**", with the states and what else is on record. All of it is inert text. */
export function toRow(event: EventRecord, people: ReadonlyMap<string, UserRecord>): AuditRow {
  const { entityType, entityId, verb, data, at } = event;
  const person = entityType === "user" ? people.get(entityId) : undefined;
  const name = [data["name"], data["label"], data["repository"], person && nameOf(person)].find(isText) ?? "";
  const thing = `${nounOf(entityType)}${name === "" ? "" : ` **${toCardText(name, NAME_LENGTH)}**`}`;
  return {
    text: `**${actorOf(event, people)}** · ${toCardText(thingless(verb), NAME_LENGTH)} · ${thing}`,
    details: detailsOf(event, people),
    // DATE() and TIME() in cards take no fractions of a second.
    at: at.toISOString().replace(/\.\d+Z$/, "Z"),
  };
}

/** Whose names a card needs: found in one query. */
export function peopleOf(events: readonly EventRecord[]): readonly string[] {
  const ids = events.flatMap((event) => [
    ...(event.actorType === "user" ? [event.actorId] : []),
    ...(event.entityType === "user" ? [event.entityId] : []),
    ...[event.data["userId"], event.data["recipientId"]].filter(isText),
  ]);
  return [...new Set(ids)];
}

function actorOf({ actorType, actorId }: EventRecord, people: ReadonlyMap<string, UserRecord>): string {
  if (actorType === "webhook") return "GitHub";
  if (actorType === "component") return "Ployst";
  const person = people.get(actorId);
  return person === undefined ? "Somebody" : toCardText(nameOf(person), NAME_LENGTH);
}

function nameOf({ displayName, surname, email }: UserRecord): string {
  return [displayName, surname, email].find((text) => text !== "") ?? "somebody";
}

function thingless(verb: string): string {
  return verb.replace(/[_.]/g, " ");
}

function detailsOf(
  { fromState, toState, data }: EventRecord,
  people: ReadonlyMap<string, UserRecord>,
): string {
  const states = [fromState, toState]
    .filter((state) => state !== "")
    .map((state) => toCardText(state.replace(/_/g, " "), NAME_LENGTH));
  const whom = [data["userId"], data["recipientId"]].filter(isText).flatMap((id) => {
    const person = people.get(id);
    return person === undefined ? [] : [toCardText(nameOf(person), NAME_LENGTH)];
  });
  const rest = Object.entries(data)
    .filter(([key]) => !isNamed(key))
    .flatMap(([key, value]) => {
      const said = toWords(value);
      return said === "" ? [] : [`${toCardText(toLabel(key), NAME_LENGTH)}: ${said}`];
    });
  return [...(states.length === 0 ? [] : [states.join(" → ")]), ...whom, ...rest.slice(0, MOST_DETAILS)].join(
    " · ",
  );
}

/** Ids say nothing to people, and the name stands in the sentence. */
function isNamed(key: string): boolean {
  return /^(name|label|repository|ownerType)$|Ids?$|^id$/.test(key);
}

function toLabel(key: string): string {
  return key.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
}

function toWords(value: Json): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return toCardText(value, VALUE_LENGTH);
  if (Array.isArray(value)) return toCardText(value.filter(isText).join(", "), VALUE_LENGTH);
  return "";
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
