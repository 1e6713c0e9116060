import { ServerResponse } from "node:http";

/**
 * restify replaces Node's `writeHead` for every server of the process by one that answers nothing, where Node's answers
 * the response (nodejs.org/api/http.html#responsewriteheadstatuscode-statusmessage-headers). Whoever chains on it would
 * break from then on, so it gets its answer back. To be called once, after restify was loaded.
 */
export function repairWriteHead(): void {
  const replaced: unknown = Reflect.get(ServerResponse.prototype, "writeHead");
  if (typeof replaced !== "function") return;
  Reflect.set(
    ServerResponse.prototype,
    "writeHead",
    function writeHead(this: ServerResponse, ...given: unknown[]): ServerResponse {
      Reflect.apply(replaced, this, given);
      return this;
    },
  );
}
