import type { HttpHandler, HttpMethod } from "../../../core/http.ts";
import { accountApiRoutes } from "../api.ts";
import { ACCOUNT_PATH, logInHere, logOut, makeCode, showAccount } from "./account.ts";
import { activateAccount, showActivation } from "./activate.ts";
import type { AccountWebDeps } from "./deps.ts";
import { askReset, showForgotten } from "./forgotten.ts";
import { addKey, removeKey } from "./keys.ts";
import { changePassword } from "./password.ts";
import { resetPassword, showReset } from "./reset.ts";

export interface AccountRoute {
  readonly method: HttpMethod;
  readonly path: string;
  readonly handler: HttpHandler;
  readonly bodyLimitBytes: number;
}

/** Forms and the API's JSON are small; an SSH key of RSA with 16,384 bits has 2,800 characters. */
const BODY_LIMIT_BYTES = 16 * 1024;

/** The pages for accounts, and the part of the API that is about them. */
export function accountRoutes(deps: AccountWebDeps): readonly AccountRoute[] {
  const activation = "/activate/:token";
  const routes: readonly Omit<AccountRoute, "bodyLimitBytes">[] = [
    { method: "GET", path: activation, handler: showActivation(deps) },
    { method: "POST", path: activation, handler: activateAccount(deps) },
    { method: "GET", path: ACCOUNT_PATH, handler: showAccount(deps) },
    { method: "POST", path: `${ACCOUNT_PATH}/login`, handler: logInHere(deps) },
    { method: "POST", path: `${ACCOUNT_PATH}/logout`, handler: logOut(deps) },
    { method: "POST", path: `${ACCOUNT_PATH}/code`, handler: makeCode(deps) },
    { method: "POST", path: `${ACCOUNT_PATH}/password`, handler: changePassword(deps) },
    { method: "GET", path: `${ACCOUNT_PATH}/forgotten`, handler: showForgotten(deps) },
    { method: "POST", path: `${ACCOUNT_PATH}/forgotten`, handler: askReset(deps) },
    { method: "GET", path: `${ACCOUNT_PATH}/reset/:token`, handler: showReset(deps) },
    { method: "POST", path: `${ACCOUNT_PATH}/reset/:token`, handler: resetPassword(deps) },
    { method: "POST", path: `${ACCOUNT_PATH}/keys`, handler: addKey(deps) },
    { method: "POST", path: `${ACCOUNT_PATH}/keys/remove`, handler: removeKey(deps) },
    ...accountApiRoutes(deps),
  ];
  return routes.map((route) => ({ ...route, bodyLimitBytes: BODY_LIMIT_BYTES }));
}
