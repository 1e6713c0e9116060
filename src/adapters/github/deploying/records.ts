import { z } from "zod";
import type { CheckState } from "../contract/deploying.ts";
import { createPagedResource, type Page, type Resource } from "../http/resource.ts";
import { Id } from "../records.ts";

export interface NamedCheck {
  readonly name: string;
  readonly state: CheckState;
}

const PASSING: ReadonlySet<string | null> = new Set(["success", "neutral", "skipped"]);

/** What is over without having passed (cancelled, stale, waiting for somebody to act) hasn't passed. */
const CheckRuns: z.ZodType<readonly NamedCheck[]> = z
  .object({
    check_runs: z.array(
      z.object({ name: z.string(), status: z.string(), conclusion: z.string().nullable() }),
    ),
  })
  .transform(({ check_runs: runs }) =>
    runs.map(({ name, status, conclusion }) => {
      if (status !== "completed") return { name, state: "pending" };
      return { name, state: PASSING.has(conclusion) ? "passed" : "failed" };
    }),
  );

const STATES = { success: "passed", pending: "pending", failure: "failed", error: "failed" } as const;

/** The latest status of each context. */
const Statuses: z.ZodType<readonly NamedCheck[]> = z
  .object({
    statuses: z.array(
      z.object({ context: z.string(), state: z.enum(["success", "pending", "failure", "error"]) }),
    ),
  })
  .transform(({ statuses }) => statuses.map(({ context: name, state }) => ({ name, state: STATES[state] })));

export interface KeyedDeployment {
  readonly id: string;
  /** `''` for somebody else's. */
  readonly key: string;
}

const Payload = z.object({ ployst: z.string() });

/** GitHub hands a payload back as it was given: an object, or a text with one in it. */
const Deployments: z.ZodType<readonly KeyedDeployment[]> = z
  .array(z.object({ id: Id, payload: z.unknown() }))
  .transform((deployments) => deployments.map(({ id, payload }) => ({ id, key: keyOf(payload) })));

function keyOf(payload: unknown): string {
  return Payload.safeParse(typeof payload === "string" ? fromJson(payload) : payload).data?.ployst ?? "";
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const CreatedDeployment = z.object({ id: Id });

export interface DeployingResources {
  readonly checkRuns: Resource<Page<NamedCheck>>;
  readonly statuses: Resource<Page<NamedCheck>>;
  readonly deployments: Resource<Page<KeyedDeployment>>;
}

export function createDeployingResources(): DeployingResources {
  return {
    checkRuns: createPagedResource(CheckRuns, 50),
    statuses: createPagedResource(Statuses, 50),
    deployments: createPagedResource(Deployments, 20),
  };
}
