import { newId } from "../../../core/ids.ts";
import type {
  PosixAccount,
  RegistrationChange,
  RegistrationRepository,
  RegistrationState,
  Transition,
} from "../contract/index.ts";
import { anyOf } from "../batches.ts";
import { registrations } from "../models/registrations.ts";
import type { Session } from "../session.ts";
import type { Change } from "../table.ts";
import { unlessTaken } from "../taken.ts";
import { moveState } from "../transitions.ts";
import { ACTIVATED, createRegistrationReader, toRegistrationRecord } from "./registration-reader.ts";

type RegistrationColumns = (typeof registrations)["columns"];

interface RegistrationMove {
  readonly from: readonly RegistrationState[];
  readonly to: RegistrationState;
  readonly change?: Change<RegistrationColumns>;
  /** What must be so besides the state. */
  readonly where?: { readonly ldapDn: string };
}

export function createRegistrationRepository(session: Session): RegistrationRepository {
  const table = session.table(registrations);
  return {
    ...createRegistrationReader(session),
    create: async ({ userId, tenantId, emailAddress }) => {
      const row = newRegistration({ userId, tenantId, emailAddress: emailAddress.toLowerCase() });
      return unlessTaken(session, async (inner) => {
        await inner.table(registrations).insert(row);
        return toRegistrationRecord(row);
      });
    },
    invite: (id) =>
      move(session, id, { from: ["created", "invited", "expired", "withdrawn"], to: "invited" }),
    activate: async (id, bcryptHash) => {
      const known = await table.findOne({ id });
      if (known === undefined) return { outcome: "refused" };
      const emailKey = `${known.tenantId}/${known.emailAddress}`;
      const change = { bcryptHash, emailKey };
      return moveUnlessTaken(session, id, { from: ["created", "invited"], to: "activated", change });
    },
    activateByTeams: async (id, { address, isVerified }) => {
      const known = await table.findOne({ id });
      if (known === undefined) return { outcome: "refused" };
      const emailAddress = address.toLowerCase();
      const change = { emailAddress, emailKey: isVerified ? `${known.tenantId}/${emailAddress}` : id };
      const from = ["created", "invited", "expired"] as const;
      return moveUnlessTaken(session, id, { from, to: "activated", change });
    },
    setPassword: async (id, bcryptHash) =>
      (await table.update({ id, state: anyOf(ACTIVATED) }, { bcryptHash })) === 1,
    requestPosix: async (id, account) => {
      const known = await table.findOne({ id });
      // Who comes back gets what was theirs: another name would set the first free.
      if (known === undefined || !mayHave(known, account)) return { outcome: "refused" };
      const keys = { posixUidKey: account.posixUid, uidNumberKey: String(account.uidNumber) };
      return moveUnlessTaken(session, id, {
        ...{ from: ["activated"], to: "pre_posix" },
        change: { ...account, ...keys },
      });
    },
    renumberPosix: async (id, from, to) => {
      const numbers = { uidNumber: to, gidNumber: to, uidNumberKey: String(to) };
      return (await table.update({ id, state: "pre_posix", uidNumber: from }, numbers)) === 1;
    },
    refusePosix: (id, ldapError) =>
      move(session, id, {
        ...{ from: ["pre_posix"], to: "activated", where: { ldapDn: "" } },
        change: { ...NO_POSIX, posixUidKey: id, uidNumberKey: id, ldapError },
      }),
    markPosix: (id, ldapDn) =>
      move(session, id, { from: ["pre_posix"], to: "posix", change: { ldapDn, ldapError: "" } }),
    requestKeys: (id) => move(session, id, { from: ["posix", "valid"], to: "pre_key" }),
    markValid: (id) => move(session, id, { from: ["pre_key"], to: "valid", change: { ldapError: "" } }),
    expire: (id) => move(session, id, { from: ["created", "invited"], to: "expired" }),
    withdraw: (id) =>
      move(session, id, {
        from: ["created", "invited", "expired", ...ACTIVATED],
        to: "withdrawn",
        change: { bcryptHash: "", emailKey: id },
      }),
    recordLdapError: async (id, ldapError) => {
      await table.update({ id }, { ldapError });
    },
    forgetLdapEntry: async (id) => {
      await table.update({ id }, { ldapDn: "", ldapError: "" });
    },
  };
}

const NO_POSIX = { posixUid: "", uidNumber: 0, gidNumber: 0, homeDirectory: "", loginShell: "" } as const;

function mayHave(known: Pick<PosixAccount, "posixUid" | "uidNumber">, account: PosixAccount): boolean {
  if (known.posixUid === "") return true;
  return known.posixUid === account.posixUid && known.uidNumber === account.uidNumber;
}

function move(
  session: Session,
  id: string,
  { from, to, change = {}, where }: RegistrationMove,
): Promise<Transition<RegistrationState> | undefined> {
  const table = session.table(registrations);
  return moveState({
    find: () => table.findOne({ id }),
    ...{ from, to },
    write: (state) => table.update({ id, state, ...where }, { ...change, state: to }),
  });
}

async function moveUnlessTaken(
  session: Session,
  id: string,
  wanted: RegistrationMove,
): Promise<RegistrationChange> {
  const moved = await unlessTaken(session, async (inner) => ({ transition: await move(inner, id, wanted) }));
  if (moved === undefined) return { outcome: "taken" };
  const { transition } = moved;
  return transition === undefined ? { outcome: "refused" } : { outcome: "done", transition };
}

function newRegistration(given: {
  readonly userId: string;
  readonly tenantId: string;
  readonly emailAddress: string;
}) {
  const id = newId();
  return {
    id,
    ...given,
    emailKey: id,
    bcryptHash: "",
    state: "created",
    ...NO_POSIX,
    posixUidKey: id,
    uidNumberKey: id,
    ldapDn: "",
    ldapError: "",
  } as const;
}
