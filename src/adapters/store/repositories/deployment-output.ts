import { Op } from "sequelize";
import { newId } from "../../../core/ids.ts";
import type { OutputChunk } from "../contract/index.ts";
import { anyOf, pruneById } from "../batches.ts";
import { deploymentOutput } from "../models/deployment-output.ts";
import { deployments } from "../models/deployments.ts";
import type { Session } from "../session.ts";
import { ROWS_PER_STATEMENT } from "../table.ts";
import { unlessTaken } from "../taken.ts";

/** DeploymentReader.listOutput. */
export async function listOutput(
  session: Session,
  { deploymentId, afterSeq, limit }: { deploymentId: string; afterSeq: number; limit: number },
): Promise<readonly OutputChunk[]> {
  const where = { deploymentId, seq: { [Op.gt]: afterSeq } };
  const order = [["seq", "ASC"]] as const;
  return session.table(deploymentOutput).listColumns(["seq", "chunk"], { where, order, limit });
}

/** DeploymentReader.listLastOutput. */
export async function listLastOutput(
  session: Session,
  deploymentId: string,
  limit: number,
): Promise<readonly OutputChunk[]> {
  const order = [["seq", "DESC"]] as const;
  const last = await session
    .table(deploymentOutput)
    .listColumns(["seq", "chunk"], { where: { deploymentId }, order, limit });
  return last.toReversed();
}

/** DeploymentRepository.appendOutput. */
export async function appendOutput(
  session: Session,
  deploymentId: string,
  { seq, chunk }: OutputChunk,
): Promise<boolean> {
  const row = { id: newId(), deploymentId, seq, chunk: toStorable(chunk) };
  const written = await unlessTaken(session, async (inner) => {
    await inner.table(deploymentOutput).insert(row);
    return true;
  });
  return written ?? false;
}

/** Programs write anything; PostgreSQL takes no NUL in a text. */
function toStorable(chunk: string): string {
  return chunk.replaceAll("\0", "\uFFFD").toWellFormed();
}

/** DeploymentRepository.pruneOutput. */
export async function pruneOutput(session: Session, before: Date, limit: number): Promise<number> {
  const table = session.table(deployments);
  const output = session.table(deploymentOutput);
  let pruned = 0;
  while (pruned < limit) {
    const where = { outputPrunedAt: null, endedAt: { [Op.lt]: before } };
    const ended = { where, order: [["endedAt", "ASC"]], limit: ROWS_PER_STATEMENT } as const;
    const ids = await table.listColumn("id", ended);
    if (ids.length === 0) break;
    pruned += await pruneById(output, { deploymentId: anyOf(ids) }, limit - pruned);
    // Below the limit nothing of these is left, and they needn't be looked at again.
    if (pruned < limit) await table.update({ id: anyOf(ids) }, { outputPrunedAt: session.clock.now() });
  }
  return pruned;
}
