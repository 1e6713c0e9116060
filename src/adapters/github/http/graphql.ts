import type { z } from "zod";
import { faults } from "../../../core/errors.ts";
import { findCommonFault, readFailure } from "./errors.ts";
import type { Credential, ReaderDeps } from "./reader.ts";

export interface GraphqlDeps extends ReaderDeps {
  readonly graphqlUrl: string;
}

export interface GraphqlQuery {
  readonly query: string;
  readonly variables: Readonly<Record<string, string | number>>;
}

/** An answer, and the kinds of the errors beside it: parts that may not be seen come as null with one each. */
export interface GraphqlAnswer<T> {
  /** Undefined for what GitHub never says. */
  readonly data: T | undefined;
  readonly errors: readonly string[];
}

/**
 * Asks GraphQL one query, safely. Throws what the credential throws for 401 and 403, GITHUB_SSO_REQUIRED,
 * GITHUB_UNREACHABLE, GITHUB_RATE_LIMITED. Source: docs.github.com/graphql.
 */
export async function askGraphql<T extends { readonly errors?: Errors }>(
  { query, variables }: GraphqlQuery,
  schema: z.ZodType<T>,
  credential: Credential,
  deps: GraphqlDeps,
): Promise<GraphqlAnswer<T>> {
  let data: unknown;
  try {
    ({ data } = await credential.send(`POST ${deps.graphqlUrl}`, { query, variables: { ...variables } }));
  } catch (error) {
    throw await toThrown(error, credential, deps);
  }
  const answer = schema.safeParse(data);
  const fields = answer.error?.issues.map((issue) => issue.path.join("."));
  if (fields !== undefined) deps.log.warn({ fields }, "github answered a query in an unknown form");
  return { data: answer.data, errors: (answer.data?.errors ?? []).map(({ type }) => type ?? "") };
}

type Errors = readonly { readonly type?: string | null | undefined }[] | null | undefined;

/** What a query that was answered with nothing means. */
export async function toNothing(
  errors: readonly string[],
  credential: Credential,
  { log }: Pick<GraphqlDeps, "log">,
): Promise<unknown> {
  log.warn({ types: errors }, "github answered a query with nothing");
  if (errors.includes("RATE_LIMITED")) return faults.GITHUB_RATE_LIMITED({ minutes: 15 });
  return errors.includes("FORBIDDEN") ? credential.forbidden() : faults.GITHUB_UNREACHABLE();
}

async function toThrown(error: unknown, credential: Credential, deps: GraphqlDeps): Promise<unknown> {
  const failure = readFailure(error, deps.clock.now());
  if (failure === undefined) return error;
  const { kind, status, requestId } = failure;
  deps.log.info({ route: "POST /graphql", kind, status, requestId }, "github call failed");
  const common = findCommonFault(failure);
  if (common !== undefined) return common;
  if (kind === "unauthorized") return credential.refused();
  return kind === "forbidden" ? credential.forbidden() : faults.GITHUB_UNREACHABLE();
}
