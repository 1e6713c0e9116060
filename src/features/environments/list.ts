import type { EnvironmentRecord, ServerRecord } from "../../adapters/store/contract/index.ts";
import { reply, type Reply } from "../../core/reply.ts";
import { toLine } from "../../core/plain-text.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { Actor, Turn } from "../../core/turn.ts";
import { variableKey } from "../../core/variable-name.ts";
import { writeScope, type ScopeReference } from "../../core/variable-scope.ts";
import type { Deps, Scope } from "./deps.ts";
import { getScope, getScopeById, type ScopeReads } from "./find.ts";
import { listOthers, warnOfOthers } from "./others.ts";
import { sayWhole } from "./set.ts";
import { sayScope } from "./words.ts";

/** Of one block: all blocks together still fit one card. */
const MOST_CHARACTERS = 5_000;

/** A scope with the names of its variables. */
interface Layer {
  readonly scope: Scope;
  readonly names: readonly string[];
}

/** Names of one variable have one key. */
type ToKey = (name: string) => string;

/** `env list [scope]`: the names of its own variables, and of those that it inherits, each from where. Never a value. */
export async function listVariables(
  turn: Turn<{ readonly scope: ScopeReference }>,
  deps: Deps,
): Promise<Reply> {
  const { layers, others, toKey } = await deps.store.read(async (reads) => {
    const scope = await getScope(turn.args.scope, turn.actor, reads);
    const server = scope.kind === "server" ? await reads.servers.find(scope.id) : undefined;
    const scopes = [scope, ...(await listAbove(scope, server, turn.actor, reads))];
    return {
      layers: await readLayers(scopes, reads),
      others: await listOthers(scope, reads),
      toKey: (name: string) => variableKey(name, server?.os ?? "linux"),
    };
  });
  const [own, ...above] = layers;
  if (own === undefined) throw new RangeError("a scope without itself");
  const title = `Variables of ${sayWhole(own.scope, turn)}`;
  return reply.toAsker({
    card: "environments/list",
    data: {
      title,
      count: sayCount(own.names.length, others.length > 0),
      shared: warnOfOthers(others),
      own: toText(own.names.map((name) => toOwnLine(name, own, above, toKey))),
      inherited: toInherited(layers, toKey),
      note: own.scope.kind === "project" ? OF_PROJECTS : "",
      hint: `Say for example **env set ${escapeMarkdown(writeScope(own.scope))} DB\\_PASSWORD**: a form asks for the value.`,
    },
    summary: toLine(`Variables of ${writeScope(own.scope)}: ${own.names.join(", ")}`, 200),
  });
}

function sayCount(count: number, isShared: boolean): string {
  if (count === 0) return "None of its own yet";
  return isShared ? `${String(count)}, shared` : `${String(count)} of its own`;
}

const OF_PROJECTS =
  "Where it is deployed, the variables of that server and its cloud count too, above the team's and below the project's own.";

/** What a scope inherits from, the nearest first: its names beat those behind it. */
async function listAbove(
  scope: Scope,
  server: ServerRecord | undefined,
  actor: Actor,
  reads: ScopeReads,
): Promise<readonly Scope[]> {
  if (scope.kind === "team") return [];
  const team = await getScopeById("team", scope.teamId, actor, reads);
  const cloud = server && (await reads.clouds.find(server.cloudId));
  return cloud === undefined ? [team] : [{ ...cloud, kind: "cloud" }, team];
}

async function readLayers(scopes: readonly Scope[], reads: ScopeReads): Promise<readonly Layer[]> {
  const ids = scopes.map(({ environmentId }) => environmentId).filter((id) => id !== "");
  const rows: readonly EnvironmentRecord[] = ids.length === 0 ? [] : await reads.environments.listByIds(ids);
  const byId = new Map(rows.map((row) => [row.id, row.names]));
  return scopes.map((scope) => ({ scope, names: byId.get(scope.environmentId) ?? [] }));
}

function toOwnLine(name: string, { scope: own }: Layer, above: readonly Layer[], toKey: ToKey): string {
  // What is shared with a scope above is one and the same there.
  const beaten = above.find(
    ({ scope, names }) =>
      scope.environmentId !== own.environmentId && names.some((other) => toKey(other) === toKey(name)),
  );
  return beaten === undefined
    ? escapeMarkdown(name)
    : `${escapeMarkdown(name)} (instead of that of ${sayScope(beaten.scope)})`;
}

/** One block for each scope above that says something which nothing nearer says. */
function toInherited(
  layers: readonly Layer[],
  toKey: ToKey,
): readonly { readonly from: string; readonly names: string }[] {
  return layers.flatMap(({ scope, names }, index) => {
    const nearer = new Set(layers.slice(0, index).flatMap((layer) => layer.names.map(toKey)));
    const left = names.filter((name) => !nearer.has(toKey(name)));
    if (index === 0 || left.length === 0) return [];
    return [{ from: `From ${sayScope(scope)}`, names: toText(left.map((name) => escapeMarkdown(name))) }];
  });
}

function toText(lines: readonly string[]): string {
  const shown: string[] = [];
  let left = MOST_CHARACTERS;
  for (const line of lines) {
    left -= line.length;
    if (left < 0) break;
    shown.push(line);
  }
  const more = lines.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${String(more)} more`] : [])].map((line) => `- ${line}`).join("\n");
}
