import { quote } from "../shell/quoting.ts";

const BEGIN = "# >>> ployst >>>";
const END = "# <<< ployst <<<";
const NOTE = "# Written by Ployst. What is changed between these lines is lost.";
/** The file had no end of its last line; without the block it will have none again. */
const UNENDED = "# The line above had no end.";

type Entries = readonly (readonly [name: string, value: string])[];

/**
 * A profile with the variables as its one block, in its old place or at the end; without variables there is no block.
 * All else stays byte for byte.
 */
export function withBlock(profile: Buffer, variables: Entries): Buffer {
  // Latin-1 is one character for each byte, and gives each back.
  const text = profile.toString("latin1");
  const block = findBlock(text);
  if (block === undefined) return variables.length === 0 ? profile : append(text, variables);
  const before = text.slice(0, block.start);
  const after = text.slice(block.end);
  const isUnended = text.startsWith(`${BEGIN}\n${UNENDED}\n`, block.start);
  if (variables.length > 0) return toBytes(before + toBlock(variables, isUnended) + after);
  return toBytes((isUnended && after === "" ? before.slice(0, -1) : before) + after);
}

function append(text: string, variables: Entries): Buffer {
  const isUnended = text !== "" && !text.endsWith("\n");
  return toBytes(`${text}${isUnended ? "\n" : ""}${toBlock(variables, isUnended)}`);
}

function toBytes(text: string): Buffer {
  return Buffer.from(text, "latin1");
}

/** From the last beginning before an end, so that a beginning whose end somebody deleted takes nothing with it. */
function findBlock(text: string): { readonly start: number; readonly end: number } | undefined {
  let start: number | undefined;
  let at = 0;
  for (const line of text.split("\n")) {
    const next = at + line.length + 1;
    if (line === BEGIN) start = at;
    if (line === END && start !== undefined) return { start, end: Math.min(next, text.length) };
    at = next;
  }
  return undefined;
}

function toBlock(variables: Entries, isUnended: boolean): string {
  const lines = [
    BEGIN,
    ...(isUnended ? [UNENDED] : []),
    NOTE,
    ...variables.map(([name, value]) => `export ${name}=${quoteWithin(value)}`),
    END,
  ];
  return Buffer.from(`${lines.join("\n")}\n`, "utf8").toString("latin1");
}

/** As a word of the shell's, in which no line looks like the block's own. */
function quoteWithin(value: string): string {
  return quote(value).replaceAll("ployst", "ploy''st");
}
