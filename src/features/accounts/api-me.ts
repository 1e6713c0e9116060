import type { Reads, RegistrationState, SshPublicKeyRecord } from "../../adapters/store/contract/index.ts";
import type { Session } from "./sessions.ts";

/** What a person sees of the own account, on the page and through the API. */
export interface Me {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** Does Teams know the account? */
  readonly isLinked: boolean;
  /** The name on servers; undefined until there is one. */
  readonly posixName: string | undefined;
  readonly state: RegistrationState;
  /** The directory didn't take the last change. */
  readonly isDirectoryBehind: boolean;
  readonly teams: readonly TeamOfMine[];
  readonly keys: readonly SshPublicKeyRecord[];
}

export interface TeamOfMine {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  /** `accepted` waits for the account to be linked to Teams. */
  readonly state: string;
}

export async function readMe({ user, registration }: Session, reads: Reads): Promise<Me> {
  const teams = await reads.teams.listForUser(user.id, ["active", "accepted"]);
  return {
    id: user.id,
    name: user.displayName,
    email: registration.emailAddress,
    isLinked: user.aadObjectId !== "",
    posixName: registration.posix?.posixUid,
    state: registration.state,
    isDirectoryBehind: registration.ldapError !== "",
    teams: teams.map(({ team: { id, name }, member: { role, state } }) => ({ id, name, role, state })),
    keys: await reads.sshPublicKeys.list(user.id),
  };
}
