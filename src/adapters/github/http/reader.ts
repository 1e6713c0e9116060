import { ZodError } from "zod";
import type { Clock } from "../../../core/clock.ts";
import { faults } from "../../../core/errors.ts";
import type { Fault } from "../../../core/fault.ts";
import type { Log } from "../../../core/log.ts";
import type { CallParameters } from "./client.ts";
import { findCommonFault, readFailure } from "./errors.ts";
import type { Failure } from "./errors.ts";
import type { Answer, Page, Resource } from "./resource.ts";

/** Somebody in whose name calls are made. */
export interface Credential {
  /** Names the credential in caches; never the credential itself. */
  readonly identity: string;
  readonly send: (route: string, parameters: CallParameters) => Promise<Answer>;
  /** What a 401 means for this credential. */
  readonly refused: () => Promise<Fault> | Fault;
  /** What a 403 without marks means for it. */
  readonly forbidden: () => Promise<Fault> | Fault;
}

export interface ReaderDeps {
  readonly clock: Clock;
  readonly log: Log;
}

const PAGE_SIZE = 100;
const MAX_PAGES = 1_000;

/** Safe, conditional reads in one credential's name; failures come out as faults, 404 and 451 as undefined. */
export class Reader {
  readonly #credential: Credential;
  readonly #deps: ReaderDeps;

  constructor(credential: Credential, deps: ReaderDeps) {
    this.#credential = credential;
    this.#deps = deps;
  }

  async find<T>(
    resource: Resource<T>,
    route: string,
    parameters: CallParameters = {},
  ): Promise<T | undefined> {
    const key = `${this.#credential.identity} ${route} ${JSON.stringify(parameters)}`;
    const seen = resource.seen.find(key);
    const headers: Record<string, string> = seen === undefined ? {} : { "if-none-match": seen.etag };
    try {
      const answer = await this.#credential.send(route, { ...parameters, headers });
      const value = resource.parse(answer);
      const etag = answer.headers["etag"];
      if (typeof etag === "string") resource.seen.set(key, { etag, value });
      return value;
    } catch (error) {
      const failure = readFailure(error, this.#deps.clock.now());
      if (failure?.kind === "missing") return undefined;
      if (failure?.kind === "not-modified" && seen !== undefined) return seen.value;
      throw await this.#toThrown(error, failure, route);
    }
  }

  /** Every item of a list; undefined when there is no such list for this credential. */
  async findList<T>(
    resource: Resource<Page<T>>,
    route: string,
    parameters: CallParameters = {},
  ): Promise<readonly T[] | undefined> {
    const items: T[] = [];
    for (let page = 1; page <= MAX_PAGES; page += 1) {
      const found = await this.find(resource, route, { ...parameters, per_page: PAGE_SIZE, page });
      if (found === undefined && page === 1) return undefined;
      // Gone between two pages: what was read so far is not the list.
      if (found === undefined) throw faults.GITHUB_UNREACHABLE();
      items.push(...found.items);
      if (!found.hasNext) return items;
    }
    throw new Error(`${route} has more than ${String(MAX_PAGES)} pages`);
  }

  async #toThrown(error: unknown, failure: Failure | undefined, route: string): Promise<unknown> {
    if (error instanceof ZodError) {
      const fields = error.issues.map((issue) => issue.path.join("."));
      this.#deps.log.warn({ route, fields }, "github answered in an unknown form");
      return faults.GITHUB_UNREACHABLE();
    }
    if (failure === undefined) return error;
    const { kind, status, requestId } = failure;
    this.#deps.log.info({ route, kind, status, requestId }, "github call failed");
    const common = findCommonFault(failure);
    if (common !== undefined) return common;
    if (kind === "unauthorized") return this.#credential.refused();
    if (kind === "forbidden") return this.#credential.forbidden();
    return new Error(`GitHub answered ${String(status)} to ${route}`);
  }
}
