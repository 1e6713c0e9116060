import { z } from "zod";
import type { InstallationRecord } from "../../../../adapters/store/contract/index.ts";
import { NumericId } from "../schemas.ts";

export const Installation = z.object({
  id: NumericId,
  /** An enterprise has a slug in place of a login; the App is not made for those. */
  account: z.object({ id: NumericId, login: z.string().optional(), type: z.string().optional() }).nullish(),
  repository_selection: z.enum(["all", "selected"]),
  permissions: z.record(z.string(), z.string()),
  suspended_at: z.coerce.date().nullish().catch(undefined),
});
export type Installation = z.infer<typeof Installation>;

export const Sender = z.object({ id: NumericId, login: z.string() });
export type Sender = z.infer<typeof Sender>;

/** Undefined for what is no person's and no organization's installation. */
export function toInstallation(
  installation: Installation,
  clientAppId: string,
): Omit<InstallationRecord, "id"> | undefined {
  const { account, suspended_at: suspendedAt } = installation;
  if (account?.login === undefined) return undefined;
  return {
    clientAppId,
    ghInstallationId: installation.id,
    ghAccountId: account.id,
    ghAccountLogin: account.login,
    accountType: account.type === "Organization" ? "Organization" : "User",
    repositorySelection: installation.repository_selection,
    permissions: installation.permissions,
    ...(suspendedAt instanceof Date ? { suspendedAt } : {}),
  };
}
