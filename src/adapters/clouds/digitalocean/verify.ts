import type { CloudAccount, VerifiedCloud } from "../contract/index.ts";
import { lacking, type Api } from "./api.ts";
import { SCOPES } from "./description.ts";
import { readUsage } from "./usage.ts";

export async function verifyAccount(api: Api, account: CloudAccount): Promise<VerifiedCloud> {
  const { account: owner, limit, used } = await readUsage(api, account);
  if (owner === undefined) throw lacking(["account:read"]);
  const needed = account.privateNetwork === "" ? SCOPES : [...SCOPES, "vpc:read"];
  const missing = (await api.findMissing(account, needed)) ?? [];
  const notes = [
    owner.status === "locked" ? "The account is locked: DigitalOcean's support has to open it." : "",
    missing.length === 0 ? "" : `The token lacks ${missing.join(", ")}.`,
    limit === undefined ? "" : `${String(used)} of ${String(limit)} droplets are in use.`,
  ];
  return {
    accountName: owner.team?.name ?? owner.email,
    notes: notes.filter((note) => note !== ""),
  };
}
