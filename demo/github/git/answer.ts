import type { IncomingMessage, ServerResponse } from "node:http";
import { refuseRead } from "../auth/access.ts";
import { identify, type Caller } from "../auth/caller.ts";
import type { Answer } from "../http/answer.ts";
import { findRepository } from "../lookups.ts";
import type { World } from "../world.ts";
import { runGitBackend } from "./backend.ts";

const PATH = /^\/(?<owner>[^/]+)\/(?<name>[^/]+?)(?:\.git)?\/(?<rest>info\/refs|git-upload-pack)$/;

export interface GitRequest {
  repository: string;
  rest: string;
}

/** Is it git that asks, to read? */
export function readGitPath(path: string, query: URLSearchParams): GitRequest | undefined {
  const { owner, name, rest } = PATH.exec(path)?.groups ?? {};
  if (owner === undefined || name === undefined || rest === undefined) return undefined;
  if (rest === "info/refs" && query.get("service") !== "git-upload-pack") return undefined;
  return { repository: `${owner}/${name}`, rest };
}

/** Who asks, by the password: a token of an installation or a person, whatever the user name. */
export function identifyGit(world: World, authorization: string | undefined): Caller | Answer {
  const [scheme = "", value = ""] = (authorization ?? "").split(" ");
  if (authorization === undefined || scheme.toLowerCase() !== "basic") return { kind: "none" };
  const given = Buffer.from(value, "base64").toString();
  return identify(world, `Bearer ${given.slice(given.indexOf(":") + 1)}`);
}

/** Hands the repository to git, if the caller may read its code. As GitHub does, it asks strangers for a password first. */
export async function answerGit(
  world: World,
  { repository: name, rest }: GitRequest,
  caller: Caller | Answer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const repository = findRepository(world, name);
  const isKnown = repository !== undefined && !("status" in caller);
  if (!isKnown || !mayRead(world, caller, repository)) {
    const isStranger = "status" in caller || caller.kind === "none";
    const headers = { "content-type": "text/plain", "www-authenticate": 'Basic realm="GitHub"' };
    response.writeHead(isStranger ? 401 : 404, isStranger ? headers : { "content-type": "text/plain" });
    response.end("Repository not found.\n");
    return;
  }
  const { root, name: folder } = await world.git.write(repository);
  const query = rest === "info/refs" ? "service=git-upload-pack" : "";
  runGitBackend({ root, pathInfo: `/${folder}/${rest}`, query }, request, response);
}

function mayRead(
  world: World,
  caller: Caller,
  repository: NonNullable<ReturnType<typeof findRepository>>,
): boolean {
  if (refuseRead(world, caller, repository) !== undefined) return false;
  return caller.kind !== "installation" || caller.permissions["contents"] !== undefined;
}
