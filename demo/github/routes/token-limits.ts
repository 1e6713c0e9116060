import { z } from "zod";
import type { InstallationToken } from "../auth/tokens.ts";
import type { Call } from "../http/call.ts";
import { listCovered } from "../lookups.ts";
import type { InstallationRecord } from "../world.ts";

const Wanted = z.object({
  repositories: z.array(z.string()).optional(),
  repository_ids: z.array(z.number()).optional(),
  permissions: z.record(z.string(), z.enum(["read", "write"])).optional(),
});

type Limits = Pick<InstallationToken, "repositoryIds" | "permissions">;

/** What a request for an installation token narrows it to, or what it asked beyond the installation. */
export function readTokenLimits(
  call: Call,
  installation: InstallationRecord,
): Limits | "repositories" | "permissions" | "malformed" {
  const wanted = Wanted.safeParse(call.body);
  if (!wanted.success) return "malformed";
  const { repositories, repository_ids: ids, permissions } = wanted.data;
  const covered = listCovered(call.world, installation);
  const byName = (repositories ?? []).map((name) =>
    covered.find((r) => r.name.toLowerCase() === name.toLowerCase()),
  );
  const byId = (ids ?? []).map((id) => covered.find((repository) => repository.id === id));
  const chosen = [...byName, ...byId].filter((repository) => repository !== undefined);
  if (chosen.length < byName.length + byId.length) return "repositories";
  const granted = installation.granted;
  const beyond = Object.entries(permissions ?? {}).some(
    ([name, access]) => granted[name] === undefined || (access === "write" && granted[name] === "read"),
  );
  if (beyond) return "permissions";
  const isLimited = repositories !== undefined || ids !== undefined;
  return {
    repositoryIds: isLimited ? new Set(chosen.map((repository) => repository.id)) : undefined,
    permissions: permissions === undefined ? { ...granted } : { metadata: "read", ...permissions },
  };
}
