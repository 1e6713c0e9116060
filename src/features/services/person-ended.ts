import type { Transaction } from "../../adapters/store/contract/index.ts";
import type { TurnContext } from "../../core/turn.ts";
import { recordService } from "./connection.ts";

/**
 * Ends what Ployst may do elsewhere in the name of somebody whose account ends: the connections of their own are disabled,
 * their credentials deleted. Answers how many there were. A team's stay the team's.
 */
export async function disableServicesOf(tx: Transaction, turn: TurnContext, userId: string): Promise<number> {
  const owner = { ownerType: "user", ownerId: userId } as const;
  let disabled = 0;
  for (const connection of await tx.serviceConnections.listByOwner(owner)) {
    const moved = await tx.serviceConnections.disable(connection.id);
    if (moved === undefined) continue;
    await recordService(tx, turn, { teamId: "" }, connection, {
      verb: "disabled",
      ...moved,
      data: { because: "account_ended" },
    });
    disabled += 1;
  }
  return disabled;
}
