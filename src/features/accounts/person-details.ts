import type {
  RegistrationRecord,
  RegistrationState,
  UserRecord,
} from "../../adapters/store/contract/index.ts";
import { ConnectorFailure } from "../../core/connector.ts";
import { isFault } from "../../core/errors.ts";
import type { TurnContext } from "../../core/turn.ts";
import type { Deps, ProfileDirectory } from "./deps.ts";
import { suggestNames } from "./posix-name.ts";

/** What is known of a person whose details are asked for. */
export interface PersonDetails {
  readonly user: UserRecord;
  readonly registration: RegistrationRecord | undefined;
  readonly surname: string;
  readonly email: string;
  /** The organization keeps the address, or the person answered a mail there: it isn't theirs to change here. */
  readonly isEmailVerified: boolean;
}

/** From the request on: the directory has the account, or will. */
const COMPLETE: readonly RegistrationState[] = ["pre_posix", "posix", "pre_key", "valid"];

export function isComplete(registration: Pick<RegistrationRecord, "state"> | undefined): boolean {
  return registration !== undefined && COMPLETE.includes(registration.state);
}

/** What we know, and what Teams shows of the organization's own record. */
export async function readDetails(turn: TurnContext, deps: Deps): Promise<PersonDetails> {
  const { userId, person } = turn.actor;
  const { user, registration } = await deps.store.read(async (reads) => ({
    user: await reads.users.find(userId),
    registration: await reads.registrations.findByUser(userId),
  }));
  if (user === undefined) throw new Error("a turn's person has a row");
  const member = await findMember(turn, deps);
  const surname = user.surname || (member?.surname ?? "") || lastWord(person.displayName);
  const verified = findVerifiedEmail(user, registration) ?? member?.email;
  const email = verified ?? (user.email || registration?.emailAddress) ?? "";
  return { user, registration, surname, email, isEmailVerified: verified !== undefined };
}

/** Who chose a password for an account did it behind a link that was mailed there. */
function findVerifiedEmail(
  user: UserRecord,
  registration: RegistrationRecord | undefined,
): string | undefined {
  if (registration?.hasPassword === true) return registration.emailAddress;
  return user.emailVerifiedAt === undefined || user.email === "" ? undefined : user.email;
}

/** Only of the bot's own organization, and no guest; nobody where Teams doesn't answer: they can type it themselves. */
async function findMember({ actor, place }: TurnContext, deps: Deps) {
  const { tenantId, teamsUserId } = actor.person;
  try {
    const member = await deps.findMember(place.reference, teamsUserId);
    const isOwn = member?.isGuest === false && member.tenantId.toLowerCase() === tenantId.toLowerCase();
    if (!isOwn) return undefined;
    const { email = "", surname } = member;
    return { surname, email: isAddress(email) ? email.toLowerCase() : undefined };
  } catch (error) {
    if (error instanceof ConnectorFailure) return undefined;
    throw error;
  }
}

/** Plain addresses only: what is printed into mail headers and the directory must be nothing else. */
export function isAddress(text: string): boolean {
  return (
    text.length <= 254 && /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/.test(text)
  );
}

function lastWord(text: string): string {
  return text.trim().split(/\s+/).at(-1) ?? "";
}

const MOST_SUGGESTED = 12;

/** A user name that nobody has, here or in the directory as far as it answers. */
export async function suggestFreeName(
  { user, surname }: Pick<PersonDetails, "user" | "surname">,
  directory: ProfileDirectory,
  { store }: Pick<Deps, "store">,
): Promise<string> {
  const names = suggestNames(user.displayName, surname, MOST_SUGGESTED);
  const free = await store.read(async ({ registrations }) => {
    for (const name of names) if ((await registrations.findByPosixUid(name)) === undefined) return name;
    return undefined;
  });
  if (free === undefined) return "";
  const from = names.indexOf(free);
  for (const name of names.slice(from, from + 3)) if (!(await isInDirectory(name, directory))) return name;
  return "";
}

/** False where the directory doesn't answer: the job asks it again. */
export async function isInDirectory(name: string, directory: ProfileDirectory): Promise<boolean> {
  try {
    return (await directory.find(name)) !== undefined;
  } catch (error) {
    if (isFault(error, "DIRECTORY_UNREACHABLE") || isFault(error, "DIRECTORY_REFUSED")) return false;
    throw error;
  }
}
