import type { GitHubInstallation } from "../../adapters/github/contract/index.ts";
import type { InstallationRecord } from "../../adapters/store/contract/index.ts";

/** GitHub's installation as the table keeps it. */
export function toInstallation(
  installation: GitHubInstallation,
  clientAppId: string,
): Omit<InstallationRecord, "id"> {
  const { id, accountId, accountLogin, accountType, repositorySelection, permissions, suspendedAt } =
    installation;
  const record = {
    clientAppId,
    ghInstallationId: id,
    ghAccountId: accountId,
    ghAccountLogin: accountLogin,
    accountType,
    repositorySelection,
    permissions,
  };
  return suspendedAt === undefined ? record : { ...record, suspendedAt };
}
