import type { MergeMethod } from "../../adapters/github/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { toShown } from "./reference.ts";

export interface LabelChange {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

export interface AssigneeChange {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** What stands behind a workflow's name: the branch or tag, and its inputs. */
export interface RunParameters {
  readonly ref?: string;
  readonly inputs: Readonly<Record<string, string>>;
}

const LABEL = /^([+\-−–])(.+)$/;
const LONGEST_LABEL = 50;
const LOGIN = /^([\-−–+]?)@?([a-z\d](?:[a-z\d_-]{0,38}))$/i;
const MOST_ASSIGNEES = 10;
const LONGEST_WORKFLOW = 200;
const WORKFLOW_PATH = /^\.github\/workflows\/[\w.-]{1,100}$/;
const INPUT = /^([\w-]{1,100})=(.*)$/s;
const REF = /^[^\s=~^:?*[\\]{1,200}$/;
const MOST_INPUTS = 25;
const METHODS: readonly MergeMethod[] = ["squash", "rebase", "merge"];

/** `+bug -"good first issue"`. Throws LABELS_MALFORMED. */
export function readLabels(words: readonly string[]): LabelChange {
  const add: string[] = [];
  const remove: string[] = [];
  for (const word of words) {
    const [, sign, quoted = ""] = LABEL.exec(word) ?? [];
    const name = unquoted(quoted);
    if (sign === undefined || name === "" || name.length > LONGEST_LABEL)
      throw faults.LABELS_MALFORMED({ given: toShown(word) });
    (sign === "+" ? add : remove).push(name);
  }
  if (words.length === 0) throw faults.LABELS_MALFORMED({ given: "" });
  return { add, remove };
}

/** Logins, with or without `@`, those to take off with `-`; `me` is the person. Throws ASSIGNEES_MALFORMED. */
export function readLogins(words: readonly string[]): AssigneeChange {
  const add: string[] = [];
  const remove: string[] = [];
  for (const word of words) {
    const [, sign = "", login] = LOGIN.exec(word) ?? [];
    if (login === undefined) throw faults.ASSIGNEES_MALFORMED();
    (sign === "" || sign === "+" ? add : remove).push(login);
  }
  if (words.length === 0 || words.length > MOST_ASSIGNEES) throw faults.ASSIGNEES_MALFORMED();
  return { add, remove };
}

/** Throws MERGE_METHOD_UNKNOWN. */
export function readMergeMethod(words: readonly string[]): MergeMethod | undefined {
  const [given] = words;
  if (given === undefined) return undefined;
  const method = METHODS.find((known) => known === given.toLowerCase());
  if (method === undefined) throw faults.MERGE_METHOD_UNKNOWN({ given: toShown(given) });
  return method;
}

/** A workflow's file, path, id or name; names with blanks stand in quotes. Throws WORKFLOW_MALFORMED. */
export function readWorkflow(words: readonly string[]): string {
  const [given = ""] = words;
  const name = unquoted(given).trim();
  const isPath = name === given && /[/\\]/.test(name);
  if (name === "" || name.length > LONGEST_WORKFLOW || (isPath && !WORKFLOW_PATH.test(name)))
    throw faults.WORKFLOW_MALFORMED({ given: toShown(given) });
  return name;
}

/** `failed`, and before it the run where it stands apart from its repository. Throws RERUN_MALFORMED. */
export function readRerun(words: readonly string[]): {
  readonly id: readonly string[];
  readonly jobs: "all" | "failed";
} {
  const hasFailed = words.at(-1)?.toLowerCase() === "failed";
  const id = hasFailed ? words.slice(0, -1) : words;
  const extra = id.find((word, index) => index > 0 || !/^\d+$/.test(word));
  if (extra !== undefined) throw faults.RERUN_MALFORMED({ given: toShown(extra) });
  return { id, jobs: hasFailed ? "failed" : "all" };
}

/** `main stage=test note="two words"`. Throws WORKFLOW_MALFORMED. */
export function readRunParameters(words: readonly string[]): RunParameters {
  const [first] = words;
  const ref = first !== undefined && !INPUT.test(first) ? first : undefined;
  const rest = ref === undefined ? words : words.slice(1);
  if (ref !== undefined && !REF.test(ref)) throw faults.WORKFLOW_MALFORMED({ given: toShown(ref) });
  const inputs = rest.map((word): readonly [string, string] => {
    const [, name, value = ""] = INPUT.exec(word) ?? [];
    if (name === undefined) throw faults.WORKFLOW_MALFORMED({ given: toShown(word) });
    return [name, unquoted(value)];
  });
  const tooMany = inputs[MOST_INPUTS];
  if (tooMany !== undefined) throw faults.WORKFLOW_MALFORMED({ given: toShown(tooMany[0]) });
  return { ...(ref === undefined ? {} : { ref }), inputs: Object.fromEntries(inputs) };
}

function unquoted(text: string): string {
  return text.startsWith('"') ? text.slice(1).replace(/"$/, "") : text;
}
