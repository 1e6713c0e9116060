import { isJsonObject, objectAt, stringAt, type JsonObject } from "./model.ts";

/** Every action of a card, in reading order, wherever it hangs. */
export function listActions(node: unknown): JsonObject[] {
  if (Array.isArray(node)) return node.flatMap(listActions);
  if (!isJsonObject(node)) return [];
  const own = stringAt(node, "type")?.startsWith("Action.") === true ? [node] : [];
  const below = Object.entries(node)
    // A fallback is shown only by clients that don't know the action itself.
    .filter(([key]) => key !== "fallback" && key !== "data")
    .flatMap(([, value]) => listActions(value));
  return [...own, ...below];
}

/** The action with that title or verb; throws with the list of what there is. */
export function getAction(card: JsonObject | undefined, titleOrVerb: string): JsonObject {
  const actions = listActions(card);
  const found = actions.find(
    (action) => stringAt(action, "title") === titleOrVerb || verbOf(action) === titleOrVerb,
  );
  if (found !== undefined) return found;
  const known = actions.map((action) => `${stringAt(action, "title") ?? ""} (${verbOf(action) ?? ""})`);
  throw new Error(`The card has no button ${titleOrVerb}; it has: ${known.join(", ") || "none"}`);
}

export function verbOf(action: JsonObject): string | undefined {
  return stringAt(action, "verb") ?? stringAt(objectAt(action, "data"), "verb");
}
