import { z } from "zod";
import type { NewJob } from "../../../adapters/store/contract/index.ts";

/** The document's CreateServerInCloud. */
export const CREATE_JOB = "server-create";

/** Which card tells of it: that of the servers that were ordered together. */
export const Told = z.object({ order: z.string(), serverIds: z.array(z.string()) });
export interface Told {
  readonly order: string;
  readonly serverIds: readonly string[];
}

export function toCreateJob(serverId: string, told: Told): NewJob {
  return { kind: CREATE_JOB, targetId: serverId, payload: { ...told } };
}
