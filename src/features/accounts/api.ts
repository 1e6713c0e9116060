import { z } from "zod";
import { faults } from "../../core/errors.ts";
import type { Fault } from "../../core/fault.ts";
import {
  emptyResponse,
  jsonResponse,
  type HttpHandler,
  type HttpMethod,
  type HttpRequest,
  type HttpResponse,
} from "../../core/http.ts";
import { readMe } from "./api-me.ts";
import { logIn, secondsUntil, waitWords, type LoginDeps } from "./sessions-login.ts";
import { endSession, findSession, type Session } from "./sessions.ts";

export type AccountApiDeps = { readonly login: LoginDeps } & Pick<LoginDeps, "store" | "clock">;

export interface ApiRoute {
  readonly method: HttpMethod;
  readonly path: string;
  readonly handler: HttpHandler;
}

const NOT_KEPT = { "cache-control": "no-store" };

/** Sessions and what belongs to who holds one. The token is a bearer token; cookies count for nothing here. */
export function accountApiRoutes(deps: AccountApiDeps): readonly ApiRoute[] {
  return [
    { method: "POST", path: "/api/v1/sessions", handler: (request) => createSession(request, deps) },
    {
      method: "DELETE",
      path: "/api/v1/sessions/current",
      handler: asBearer(deps, async (session) => {
        await deps.store.transaction((tx) => endSession(tx, session));
        return emptyResponse(204);
      }),
    },
    {
      method: "GET",
      path: "/api/v1/me",
      handler: asBearer(deps, async (session) => {
        const me = await deps.store.read((reads) => readMe(session, reads));
        const keys = me.keys.map(({ type, fingerprint, comment }) => ({ type, fingerprint, comment }));
        return answer(200, { ...me, posixName: me.posixName ?? null, keys });
      }),
    },
  ];
}

const credentials = z.object({ email: z.string(), password: z.string() });

async function createSession(request: HttpRequest, { login, clock }: AccountApiDeps): Promise<HttpResponse> {
  const given = credentials.safeParse(await readJson(request));
  if (!given.success) return failure(400, faults.LOGIN_FORMAT());
  const outcome = await logIn(
    {
      ...given.data,
      origin: "api",
      client: request.headers["user-agent"] ?? "",
      remoteAddress: request.remoteAddress,
    },
    login,
  );
  switch (outcome.kind) {
    case "done":
      return answer(201, {
        token: outcome.session.secret,
        tokenType: "Bearer",
        expiresAt: outcome.session.expiresAt.toISOString(),
      });
    case "wrong":
      return failure(401, faults.LOGIN_WRONG());
    case "throttled":
      return failure(429, faults.LOGIN_THROTTLED({ wait: waitWords(outcome.until, clock) }), {
        "retry-after": String(secondsUntil(outcome.until, clock)),
      });
  }
}

/** Undefined for what isn't JSON, or doesn't say that it is. */
async function readJson(request: HttpRequest): Promise<unknown> {
  const type = request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") return undefined;
  try {
    const parsed: unknown = JSON.parse((await request.body()).toString("utf8"));
    return parsed;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function asBearer(
  { store, clock }: AccountApiDeps,
  work: (session: Session) => Promise<HttpResponse>,
): HttpHandler {
  return async ({ headers }) => {
    const secret = /^Bearer ([\w-]+)$/i.exec(headers["authorization"] ?? "")?.[1];
    const session = await findSession(secret, { store, clock });
    if (session === undefined)
      return failure(401, faults.SESSION_NEEDED(), { "www-authenticate": 'Bearer realm="Ployst"' });
    return work(session);
  };
}

function failure(status: number, fault: Fault, headers: Readonly<Record<string, string>> = {}): HttpResponse {
  return answer(status, { code: fault.code, message: fault.sentence }, headers);
}

function answer(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  const response = jsonResponse(status, value);
  return { ...response, headers: { ...response.headers, ...NOT_KEPT, ...headers } };
}
