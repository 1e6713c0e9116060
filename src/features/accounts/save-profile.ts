import type { z } from "zod";
import type { PosixAccount, RegistrationRecord, Transaction } from "../../adapters/store/contract/index.ts";
import { faults, isFault } from "../../core/errors.ts";
import { escapeMarkdown, withoutInvisible } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ActionTurn, TurnContext } from "../../core/turn.ts";
import type { Deps, ProfileDirectory } from "./deps.ts";
import { recordRegistration, recordProfile } from "./history.ts";
import { isAddress, isInDirectory, suggestFreeName, type PersonDetails } from "./person-details.ts";
import { readPosixName } from "./posix-name.ts";
import { getIncomplete, refuseComplete, type formData } from "./profile-form.ts";
import { resumeAfterProfile } from "./resume-profile.ts";

const LONGEST_SURNAME = 64;

interface Wanted {
  readonly surname: string;
  readonly email: string;
  readonly uid: string;
  readonly shell: string;
}

/** The form was sent: everything of it is kept, or nothing. The directory's job does the rest, and kept commands go on. */
export async function saveProfile(turn: ActionTurn<z.infer<typeof formData>>, deps: Deps): Promise<Reply> {
  const { details, directory } = await getIncomplete(turn, deps);
  const wanted = await readForm(turn.data, details, directory, deps);
  const isTheirs = details.registration?.posix?.posixUid === wanted.uid;
  if (!isTheirs && (await isInDirectory(wanted.uid, directory)))
    throw await nameTaken(wanted, details, directory, deps);
  try {
    return await deps.store.transaction(async (tx) => {
      const registration = await activate(tx, turn, wanted, details);
      await requestAccount(tx, turn, registration, wanted, directory);
      await deps.syncDirectory(tx, registration.id);
      const resumed = await resumeAfterProfile(tx, turn.actor.userId, deps.resumeCommand);
      return deps.record(tx, turn, toAnswer(wanted, resumed));
    });
  } catch (error) {
    throw isFault(error, "POSIX_NAME_TAKEN") ? await nameTaken(wanted, details, directory, deps) : error;
  }
}

async function readForm(
  data: z.infer<typeof formData>,
  details: PersonDetails,
  directory: ProfileDirectory,
  deps: Deps,
): Promise<Wanted> {
  const { registration } = details;
  const suggestion = await suggestFreeName(details, directory, deps);
  const kept = registration?.posix?.posixUid;
  const uid = kept !== undefined && data.uid === "" ? kept : readPosixName(data.uid, suggestion);
  if (kept !== undefined && uid !== kept) throw faults.POSIX_NAME_KEPT({ name: escapeMarkdown(kept) });
  const surname = data.surname.trim();
  if (surname === "" || surname.length > LONGEST_SURNAME || hasHidden(surname))
    throw faults.PROFILE_SURNAME_INVALID();
  const email = registration?.state === "activated" ? registration.emailAddress : toEmail(data, details);
  if (!isAddress(email)) throw faults.PROFILE_EMAIL_INVALID();
  return { surname, email, uid, shell: data.shell };
}

function toEmail(data: z.infer<typeof formData>, { email, isEmailVerified }: PersonDetails): string {
  return isEmailVerified ? email : data.email.trim().toLowerCase();
}

function hasHidden(text: string): boolean {
  return withoutInvisible(text) !== text || /[\t\n]/.test(text) || !text.isWellFormed();
}

/** Teams says who it is, so their account needs no password. Throws PROFILE_EMAIL_TAKEN. */
async function activate(
  tx: Transaction,
  turn: TurnContext,
  { surname, email }: Wanted,
  { user, ...details }: PersonDetails,
): Promise<RegistrationRecord> {
  const { id: userId, tenantId } = user;
  const isVerified = details.isEmailVerified && email === details.email;
  await tx.users.setProfile(userId, { surname, email });
  if (isVerified && user.emailVerifiedAt === undefined) await tx.users.verifyEmail(userId, email);
  await recordProfile(tx, turn, userId);
  const made = await tx.registrations.create({ userId, tenantId, emailAddress: email });
  if (made !== undefined) await recordRegistration(tx, turn, made, "created", { toState: made.state });
  const known = made ?? (await tx.registrations.findByUser(userId));
  if (known === undefined) throw faults.STORE_BUSY();
  if (known.state === "activated") return known;
  // Sent twice at once: the other one was first.
  refuseComplete(known);
  const change = await tx.registrations.activateByTeams(known.id, {
    address: email,
    isVerified,
  });
  if (change.outcome !== "done")
    throw change.outcome === "taken" ? faults.PROFILE_EMAIL_TAKEN() : faults.STORE_BUSY();
  await recordRegistration(tx, turn, known, "activated", change.transition);
  return known;
}

/** Throws POSIX_NAME_TAKEN, so that nothing of the form is kept. */
async function requestAccount(
  tx: Transaction,
  turn: TurnContext,
  registration: RegistrationRecord,
  { uid, shell }: Wanted,
  { numbers }: ProfileDirectory,
): Promise<void> {
  const number = registration.posix?.uidNumber ?? (await tx.posixNumbers.take("uid", numbers));
  if (number === undefined) throw faults.POSIX_NUMBERS_USED_UP();
  const account: PosixAccount = {
    ...{ posixUid: uid, uidNumber: number, gidNumber: number },
    ...{ homeDirectory: `/home/${uid}`, loginShell: shell },
  };
  const requested = await tx.registrations.requestPosix(registration.id, account);
  if (requested.outcome !== "done")
    throw requested.outcome === "taken"
      ? faults.POSIX_NAME_TAKEN({ name: uid, suggestion: "" })
      : faults.STORE_BUSY();
  await tx.registrations.recordLdapError(registration.id, "");
  const data = { uid, uidNumber: number, loginShell: shell };
  await recordRegistration(tx, turn, registration, "posix_requested", requested.transition, data);
}

async function nameTaken(wanted: Wanted, details: PersonDetails, directory: ProfileDirectory, deps: Deps) {
  const suggestion = await suggestFreeName(details, directory, deps);
  return faults.POSIX_NAME_TAKEN({ name: escapeMarkdown(wanted.uid), suggestion });
}

function toAnswer({ uid }: Wanted, resumed: number): Reply {
  const goesOn =
    resumed === 0 ? "Say account to see how it stands." : "What you asked for goes on by itself now.";
  const text = `✅ Your details are complete, ${uid}. The directory gets your account now. ${goesOn}`;
  return reply.replaceCard("accounts/saved", { text: escapeMarkdown(text) }, text);
}
