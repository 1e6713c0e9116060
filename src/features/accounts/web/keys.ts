import { isFault } from "../../../core/errors.ts";
import { Fault } from "../../../core/fault.ts";
import type { HttpHandler } from "../../../core/http.ts";
import { backTo, showSession, withSession } from "./account.ts";
import type { AccountWebDeps } from "./deps.ts";

/** `POST /account/keys`. */
export function addKey(deps: AccountWebDeps): HttpHandler {
  return withSession(deps, async (request, session, fields) => {
    const typedKey = fields.get("key") ?? "";
    try {
      await deps.keys.add(session.user, typedKey);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      // A private key is shown to nobody, not even on the page that refuses it.
      const shown = isFault(error, "SSH_KEY_PRIVATE") ? "" : typedKey;
      return showSession(request, session, { key: error.sentence, typedKey: shown }, deps);
    }
    return backTo("key-added");
  });
}

/** `POST /account/keys/remove`. */
export function removeKey(deps: AccountWebDeps): HttpHandler {
  return withSession(deps, async (_request, session, fields) => {
    await deps.keys.remove(session.user, fields.get("fingerprint") ?? "");
    return backTo("key-removed");
  });
}
