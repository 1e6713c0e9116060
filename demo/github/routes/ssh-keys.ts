import { inaccessible } from "../auth/access.ts";
import type { UserToken } from "../auth/tokens.ts";
import { created, fail, invalid, noContent, notFound, type Answer } from "../http/answer.ts";
import { field, param, type Call } from "../http/call.ts";
import { paged } from "../http/paging.ts";
import { route, type Route } from "../http/router.ts";
import { timestamp } from "../stamps.ts";
import type { AppAccess, SshKeyRecord } from "../world.ts";
import { asUser } from "./guards.ts";

/** A person's SSH keys; they come before `/user/:id`. */
export const sshKeyRoutes: Route[] = [
  route(
    "GET /user/keys",
    permitted("read", (call, { user }) =>
      paged(
        call,
        [...call.world.sshKeys.values()].filter(({ owner }) => owner === user),
        (key) => toKey(call, key),
      ),
    ),
  ),
  route("POST /user/keys", permitted("write", addKey)),
  route("DELETE /user/keys/:id", permitted("write", removeKey)),
];

function permitted(access: AppAccess, run: (call: Call, caller: UserToken) => Answer): Route["run"] {
  return asUser((call, caller) => {
    const granted = caller.app.permissions["git_ssh_keys"];
    return granted === "write" || granted === access ? run(call, caller) : inaccessible();
  });
}

function addKey(call: Call, { user }: UserToken): Answer {
  const key = (field(call, "key") ?? "").trim().split(/\s+/).slice(0, 2).join(" ");
  if (!/^(?:ssh-|ecdsa-|sk-)\S+ [A-Za-z0-9+/]+=*$/.test(key)) return invalid("PublicKey", "key", "custom");
  const { world } = call;
  if ([...world.sshKeys.values()].some((known) => known.key === key)) {
    const error = { resource: "PublicKey", code: "custom", field: "key", message: "key is already in use" };
    return fail(422, "Validation Failed", { errors: [error] });
  }
  const record: SshKeyRecord = {
    id: world.nextId(),
    owner: user,
    title: field(call, "title") ?? "",
    key,
    createdAt: timestamp(world.now()),
  };
  world.sshKeys.set(record.id, record);
  return created(toKey(call, record));
}

function removeKey(call: Call, { user }: UserToken): Answer {
  const id = Number(param(call, "id"));
  if (call.world.sshKeys.get(id)?.owner !== user) return notFound();
  call.world.sshKeys.delete(id);
  return noContent();
}

function toKey(call: Call, { id, title, key, createdAt }: SshKeyRecord): Record<string, unknown> {
  const url = `${call.world.apiUrl}/user/keys/${String(id)}`;
  return { id, key, title, url, created_at: createdAt, verified: true, read_only: false };
}
