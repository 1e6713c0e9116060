import { z } from "zod";
import type { Reads, TeamInvitationRecord, Transaction } from "../../adapters/store/contract/index.ts";
import { faults, isFault } from "../../core/errors.ts";
import { defineJob, type JobRun, type JobSpec } from "../../core/job.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { hashOf } from "../../core/secret.ts";
import type { InvitationMailDeps, Inviting } from "./invite-deps.ts";
import { recordInvitation, type Doer } from "./invite-events.ts";
import { toInvitationMail } from "./invite-mail.ts";
import { toPlace } from "./invite-place.ts";
import { recordSent } from "./invite-sent.ts";
import { activationUrl, toTyped } from "./invite-words.ts";

type Deps = InvitationMailDeps["invitationMail"];
type Run = Pick<JobRun, "id" | "targetId" | "payload">;

const KIND = "invitation-mail";

/** `sealed`: the token, for who needs a link; its hash tells this sending from a later one. */
const payloadSchema = z.object({ sealed: z.string().optional(), tokenHash: z.string() });

/** What is to be mailed: a link for who has to prove who they are, or only word of the invitation. */
export interface Letter {
  readonly invitation: TeamInvitationRecord;
  readonly token: string;
  readonly carries: "link" | "word";
}

/** Mails one sending of an invitation; its target is the invitation. */
export const invitationMailJob: JobSpec<InvitationMailDeps> = defineJob<InvitationMailDeps>({
  kind: KIND,
  // About nine hours in all: mail servers come back within that, or somebody should know.
  attempts: 24,
  leaseSeconds: 60,
  concurrency: 4,
  backoffSeconds: [15, 60, 300, 900, 1_800],
  run: (run, { invitationMail }) => runMail(run, invitationMail),
  onDead: async (run, error, { invitationMail: deps }) => {
    const invitation = await findCurrent(run, deps);
    if (invitation !== undefined)
      await deps.store.transaction((tx) => tellUnsent(tx, run, invitation, error, deps));
  },
});

/** Orders the mail in the transaction that makes the invitation. Nobody can read the token out of the job. */
export async function createMailJob(
  tx: Transaction,
  { invitation, token, carries }: Letter,
  { tokens, wakeJobs }: Pick<Inviting, "tokens" | "wakeJobs">,
): Promise<void> {
  const sealed = carries === "word" ? {} : { sealed: tokens.seal(token, sealedFor(invitation.id)) };
  const job = await tx.jobs.create({
    kind: KIND,
    targetId: invitation.id,
    payload: { ...sealed, tokenHash: hashOf(token) },
  });
  tx.afterCommit(() => {
    wakeJobs([job.id]);
  });
}

async function runMail(run: JobRun, deps: Deps): Promise<void> {
  const invitation = await findCurrent(run, deps);
  // Answered, taken back, expired or sent anew meanwhile: this mail would bring a link that opens nothing.
  if (invitation === undefined) return;
  try {
    await send(run, invitation, deps);
  } catch (error) {
    if (!isFault(error) || error.retryable) throw error;
    await end(run, deps, (tx) => tellUnsent(tx, run, invitation, error, deps));
    return;
  }
  await end(run, deps, async (tx) => {
    const current = await findSending(tx, run);
    const team = await tx.teams.find(invitation.teamId);
    if (current === undefined || current.sentAt !== undefined || team === undefined) return;
    await recordSent(tx, current, team, "mail", toDoer(run));
  });
}

/** After a crash between the server's yes and our commit it goes out again under the same id, which receivers recognise. */
async function send(run: Run, invitation: TeamInvitationRecord, deps: Deps): Promise<void> {
  const { mail, tokens } = deps;
  if (mail === undefined) throw faults.INVITATION_MAIL_OFF();
  const { sealed, tokenHash } = payloadSchema.parse(run.payload);
  const token = sealed === undefined ? undefined : tokens.open(sealed, sealedFor(invitation.id));
  const { team, creator } = await deps.store.read(async (reads) => ({
    team: await reads.teams.find(invitation.teamId),
    creator: await reads.users.find(invitation.creatorId),
  }));
  const letter = toInvitationMail({
    inviterName: creator?.displayName ?? "",
    teamName: team?.name ?? "",
    expiresAt: invitation.expiresAt,
    url: token === undefined ? undefined : activationUrl(deps, token),
  });
  const id = `invitation-${invitation.id}-${tokenHash.slice(0, 16)}`;
  await mail.send({ id, to: invitation.email, ...letter });
}

/** The invitation, while it is pending and this is its latest sending. */
async function findCurrent(run: Run, { store, clock }: Deps): Promise<TeamInvitationRecord | undefined> {
  const found = await store.read((reads) => findSending(reads, run));
  const isDue = found?.sentAt === undefined && found?.state === "pending" && found.expiresAt > clock.now();
  return isDue ? found : undefined;
}

async function findSending(
  { teamInvitations }: Pick<Reads, "teamInvitations">,
  { targetId, payload }: Run,
): Promise<TeamInvitationRecord | undefined> {
  const found = await teamInvitations.findByTokenHash(payloadSchema.parse(payload).tokenHash);
  return found?.id === targetId ? found : undefined;
}

/** Whoever invited hears it where they asked, with what to do. */
async function tellUnsent(
  tx: Transaction,
  run: Run,
  invitation: TeamInvitationRecord,
  error: unknown,
  { tell }: Deps,
): Promise<void> {
  const team = await tx.teams.find(invitation.teamId);
  const why = isFault(error) ? error.sentence : "Something broke on our side.";
  const data = { reason: isFault(error) ? error.code : "UNKNOWN" };
  if (team !== undefined) await recordInvitation(tx, invitation, team, toDoer(run), { verb: "unsent", data });
  const [email, typed] = [escapeMarkdown(invitation.email), toTyped(invitation.email)];
  const text = `⚠️ The invitation for ${email} didn't go out. ${why} To try again, say \`invitation resend ${typed}\`; to use another address, \`invitation revoke ${typed}\` first.`;
  await tell(tx, toPlace(invitation), { text });
}

/** Ends the job in the transaction of what came of it. */
async function end(run: JobRun, { store }: Deps, write: (tx: Transaction) => Promise<void>): Promise<void> {
  await store.transaction(async (tx) => {
    if (!(await tx.jobs.succeed(run.id, run.holder))) throw new Error("the invitation's lease was lost");
    await write(tx);
  });
}

function toDoer({ id }: Run): Doer {
  return { actorType: "component", actorId: "invitations", correlationId: id };
}

function sealedFor(invitationId: string): string {
  return `jobs|payload|${invitationId}`;
}
