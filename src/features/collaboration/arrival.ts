import { z } from "zod";
import type { GitHubArrival } from "../../adapters/github/contract/index.ts";
import type { JsonObject } from "../../core/json.ts";

const schema = z.object({ htmlUrl: z.string(), number: z.number().exactOptional() });

/** How an arrival is kept with its intent. */
export const arrival = {
  toResult: ({ htmlUrl, number }: GitHubArrival): JsonObject =>
    number === undefined ? { htmlUrl } : { htmlUrl, number },
  fromResult: (result: JsonObject): GitHubArrival => schema.parse(result),
} as const;

/** For calls whose answer holds nothing. */
export const nothing = {
  toResult: (): JsonObject => ({}),
  fromResult: (): true => true,
} as const;
