import { z } from "zod";

/** `queue`: whether a pull request stands in the merge queue. */
export const QueuePart = z.object({ queued: z.boolean() });
export type QueuePart = z.infer<typeof QueuePart>;

/** `group`: whether the queue checks what merging would make. */
export const GroupPart = z.object({ checking: z.boolean() });
export type GroupPart = z.infer<typeof GroupPart>;
