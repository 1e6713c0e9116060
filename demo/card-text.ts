import { isJsonObject, stringAt, type JsonObject } from "./teams/connector/model.ts";

const WIDTH = 74;

/** A card as lines of text: what a reader of the card would read, in its order, its buttons last. */
export function cardLines(card: JsonObject): string[] {
  return [...list(card["body"]).flatMap(linesOf), ...buttonsOf(card)];
}

function linesOf(node: JsonObject): string[] {
  switch (node["type"]) {
    case "TextBlock":
      return wrap(toPlain(stringAt(node, "text") ?? ""), WIDTH);
    case "FactSet":
      return list(node["facts"]).flatMap((fact) =>
        wrap(`${stringAt(fact, "title") ?? ""}: ${toPlain(stringAt(fact, "value") ?? "")}`, WIDTH),
      );
    case "ColumnSet":
      return wrap(
        list(node["columns"])
          .map((column) => linesOf(column).join(" "))
          .filter((text) => text !== "")
          .join("  "),
        WIDTH,
      );
    case "ActionSet":
      return buttonsOf(node);
    case "Input.Text":
    case "Input.Time":
      return [`${stringAt(node, "label") ?? ""}: ${stringAt(node, "value") ?? "______"}`];
    case "Input.Toggle":
      return [`${tick(stringAt(node, "value") === "true")} ${stringAt(node, "title") ?? ""}`];
    case "Input.ChoiceSet":
      return choicesOf(node);
    default:
      return list(node["items"]).flatMap(linesOf);
  }
}

/** What is chosen of a drop-down list, or every choice with its tick. */
function choicesOf(node: JsonObject): string[] {
  const label = stringAt(node, "label") ?? "";
  const chosen = new Set((stringAt(node, "value") ?? "").split(","));
  const choices = list(node["choices"]).map((choice) => ({
    title: stringAt(choice, "title") ?? "",
    isChosen: chosen.has(stringAt(choice, "value") ?? ""),
  }));
  if (node["isMultiSelect"] === true)
    return wrap(
      `${label}: ${choices.map(({ title, isChosen }) => `${tick(isChosen)} ${title}`).join("  ")}`,
      WIDTH,
    );
  return [`${label}: ${choices.find(({ isChosen }) => isChosen)?.title ?? ""}`];
}

function tick(isOn: boolean): string {
  return isOn ? "☑" : "☐";
}

function buttonsOf(node: JsonObject): string[] {
  const titles = list(node["actions"]).map((action) => `[ ${stringAt(action, "title") ?? "?"} ]`);
  return titles.length === 0 ? [] : [titles.join(" ")];
}

function list(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** Markdown and date macros as a client without styles would show them. */
export function toPlain(text: string): string {
  return text
    .replace(/\{\{(DATE|TIME)\(([^,)]+)[^)]*\)\}\}/g, (_, kind: string, at: string) => toMoment(kind, at))
    .replace(/(?<!\\)\[((?:\\.|[^\]\\])*)\]\([^)\s]*\)/g, "$1")
    .replace(/(?<!\\)(\*\*|`)/g, "")
    .replace(/\\([\\`*_{}[\]()#+\-.!~|<>])/g, "$1")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&amp;/g, "&");
}

function toMoment(kind: string, at: string): string {
  const [day = "", time = ""] = at.split("T");
  return kind === "DATE" ? day : time.slice(0, 5);
}

/** Breaks at blanks; what has none is as long as it is. */
export function wrap(text: string, width: number): string[] {
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .flatMap((line) => {
      const rows = [""];
      for (const word of line.trim().split(/\s+/)) {
        const row = rows.at(-1) ?? "";
        if (row === "") rows[rows.length - 1] = word;
        else if (row.length + word.length < width) rows[rows.length - 1] = `${row} ${word}`;
        else rows.push(word);
      }
      return rows;
    });
}
