import type { DeploymentRecord, Reads, Transaction } from "../../adapters/store/contract/index.ts";
import type { RunDeps } from "./deps.ts";

const CHUNKS_AT_ONCE = 50;
const LONGEST_LINE = 8_000;
const MOST_LINES = 500;

/** Adds to what a deployment has written, in the transaction that says how far it was read. */
export async function addOutput(
  tx: Transaction,
  { id }: Pick<DeploymentRecord, "id">,
  text: string,
): Promise<void> {
  if (text === "") return;
  const [last] = await tx.deployments.listLastOutput(id, 1);
  await tx.deployments.appendOutput(id, (last?.seq ?? -1) + 1, text);
}

/** The last lines that tell of realms, of however much there is. A line too long to be one is passed over. */
export async function findRealmLines(
  { id }: Pick<DeploymentRecord, "id">,
  { store, isRealmLine }: Pick<RunDeps, "store" | "isRealmLine">,
): Promise<readonly string[]> {
  const found: string[] = [];
  let rest = "";
  let after = -1;
  for (;;) {
    const chunks = await store.read((reads: Pick<Reads, "deployments">) =>
      reads.deployments.listOutput(id, after, CHUNKS_AT_ONCE),
    );
    for (const { seq, chunk } of chunks) {
      const lines = `${rest}${chunk}`.split("\n");
      rest = (lines.pop() ?? "").slice(0, LONGEST_LINE);
      found.push(...lines.map((line) => line.replace(/\r$/, "")).filter(isRealmLine));
      after = seq;
    }
    if (found.length > MOST_LINES) found.splice(0, found.length - MOST_LINES);
    if (chunks.length < CHUNKS_AT_ONCE) break;
  }
  return isRealmLine(rest) ? [...found, rest] : found;
}
