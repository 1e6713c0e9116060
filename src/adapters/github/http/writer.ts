import { ZodError, type z } from "zod";
import type { GitHubOutcome, GitHubRefusal } from "../contract/collaboration.ts";
import type { CallParameters } from "./client.ts";
import { findCommonFault, readFailure, type Failure } from "./errors.ts";
import type { Credential, ReaderDeps } from "./reader.ts";

const REFUSALS: Readonly<Record<number, GitHubRefusal>> = {
  405: "not-allowed",
  409: "conflict",
  410: "gone",
};

/** Writes in one credential's name. Each is sent once, whatever comes back; the outcome says what is known of it. */
export class Writer {
  readonly #credential: Credential;
  readonly #deps: ReaderDeps;

  constructor(credential: Credential, deps: ReaderDeps) {
    this.#credential = credential;
    this.#deps = deps;
  }

  /** Throws what means that nothing was done and the caller can't help it: a refused token, single sign-on, a spent limit. */
  async send<T>(schema: z.ZodType<T>, route: string, parameters: CallParameters): Promise<GitHubOutcome<T>> {
    try {
      const answer = await this.#credential.send(route, parameters);
      return { kind: "done", value: schema.parse(answer.data) };
    } catch (error) {
      if (error instanceof ZodError) {
        const fields = error.issues.map((issue) => issue.path.join("."));
        this.#deps.log.warn({ route, fields }, "github answered in an unknown form");
        return { kind: "unknown" };
      }
      const failure = readFailure(error, this.#deps.clock.now());
      if (failure === undefined) throw error;
      const { kind, status, requestId } = failure;
      this.#deps.log.info({ route, kind, status, requestId }, "github call failed");
      return this.#toOutcome(failure);
    }
  }

  async #toOutcome(failure: Failure): Promise<Exclude<GitHubOutcome<never>, { kind: "done" }>> {
    if (failure.kind === "unreachable") return { kind: "unknown" };
    const common = findCommonFault(failure);
    if (common !== undefined) throw common;
    if (failure.kind === "unauthorized") throw await this.#credential.refused();
    if (failure.kind === "missing" || failure.kind === "forbidden")
      return { kind: "refused", refusal: failure.kind, detail: "" };
    const detail = failure.kind === "refused" ? failure.detail : "";
    return { kind: "refused", refusal: REFUSALS[failure.status] ?? "invalid", detail };
  }
}
