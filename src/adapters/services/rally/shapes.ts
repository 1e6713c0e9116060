import { z } from "zod";

export const RallyUser = z.object({
  User: z.object({ UserName: z.string(), DisplayName: z.string().nullish() }),
});

export const RallyErrors = z.object({ QueryResult: z.object({ Errors: z.array(z.string()) }) });

const Results = z.object({ QueryResult: z.object({ Results: z.array(z.unknown()) }) });

export function toResults(answer: unknown): readonly unknown[] {
  return Results.safeParse(answer).data?.QueryResult.Results ?? [];
}

const named = z.object({ _refObjectName: z.string() }).nullish().catch(undefined);

/** A story, defect, task …: each has some of these. */
export const RallyArtifact = z.object({
  _type: z.string().catch("Artifact"),
  ObjectID: z.number().int(),
  FormattedID: z.string(),
  Name: z.string().catch(""),
  ScheduleState: z.string().nullish().catch(undefined),
  /** Defects and tasks have a name, portfolio items an object. */
  State: z
    .union([z.string(), z.object({ _refObjectName: z.string() })])
    .nullish()
    .catch(undefined),
  Owner: named,
  Project: named,
  Priority: z.string().nullish().catch(undefined),
  PlanEstimate: z.number().nullish().catch(undefined),
  /** HTML. */
  Description: z.string().nullish().catch(undefined),
  LastUpdateDate: z.string().nullish().catch(undefined),
});

export type RallyArtifact = z.infer<typeof RallyArtifact>;
