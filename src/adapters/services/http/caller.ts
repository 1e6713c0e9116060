import type { z } from "zod";
import { faults } from "../../../core/errors.ts";
import type { Fault } from "../../../core/fault.ts";
import { escapeMarkdown } from "../../../core/markdown.ts";
import type { ServiceAccount, ServiceAnswer, ServiceHttp, ServiceRequest } from "../contract/index.ts";

const LONGEST_KEY = 100;

/** Speaks to one service as an account. */
export interface Caller {
  /** 404 and the statuses in `allow` are for the caller to read; the rest are ServiceHttp's faults. */
  readonly call: (
    account: ServiceAccount,
    request: ServiceRequest,
    allow?: readonly number[],
  ) => Promise<ServiceAnswer>;
  /** What is there, read by its schema; undefined for 404. Throws SERVICE_NOT_UNDERSTOOD for another shape. */
  readonly read: <T>(
    schema: z.ZodType<T>,
    account: ServiceAccount,
    request: ServiceRequest,
  ) => Promise<T | undefined>;
  /** As `read`; what must be there. */
  readonly get: <T>(schema: z.ZodType<T>, account: ServiceAccount, request: ServiceRequest) => Promise<T>;
  /** SERVICE_ITEM_MISSING */
  readonly missing: (key: string) => Fault;
  /** SERVICE_NOT_UNDERSTOOD */
  readonly notUnderstood: (account: Pick<ServiceAccount, "baseUrl">) => Fault;
}

export interface CallerOptions {
  readonly http: ServiceHttp;
  /** The service's name in sentences. */
  readonly service: string;
  readonly authorize: (account: ServiceAccount) => Readonly<Record<string, string>>;
}

export function createCaller({ http, service, authorize }: CallerOptions): Caller {
  const notUnderstood: Caller["notUnderstood"] = ({ baseUrl }) =>
    faults.SERVICE_NOT_UNDERSTOOD({ service, host: escapeMarkdown(URL.parse(baseUrl)?.host ?? "") });
  const call: Caller["call"] = (account, request, allow = []) => {
    const headers = { ...request.headers, ...authorize(account) };
    return http.send({ service, baseUrl: account.baseUrl }, { ...request, headers }, [404, ...allow]);
  };
  const read: Caller["read"] = async (schema, account, request) => {
    const answer = await call(account, request);
    if (answer.status === 404) return undefined;
    const parsed = schema.safeParse(tryJson(answer.text));
    if (!parsed.success) throw notUnderstood(account);
    return parsed.data;
  };
  return {
    call,
    read,
    get: async (schema, account, request) => {
      const found = await read(schema, account, request);
      if (found === undefined) throw notUnderstood(account);
      return found;
    },
    missing: (key) =>
      faults.SERVICE_ITEM_MISSING({
        service,
        key: escapeMarkdown(key.slice(0, LONGEST_KEY).toWellFormed()),
      }),
    notUnderstood,
  };
}

/** Undefined for what is no JSON. */
export function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** RFC 7617 */
export function basic(user: string, password: string): { readonly authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` };
}
