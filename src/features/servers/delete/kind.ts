import { z } from "zod";
import type { NewJob } from "../../../adapters/store/contract/index.ts";

/** The document's DeleteServerInCloud. */
export const DELETE_JOB = "server-delete";

/** When it was asked for, and where its card is. */
export const Wish = z.object({ since: z.iso.datetime(), conversationId: z.string() });
export type Wish = z.infer<typeof Wish>;

export function toDeleteJob(serverId: string, wish: Wish, runAfter: Date): NewJob {
  return { kind: DELETE_JOB, targetId: serverId, payload: wish, runAfter };
}
