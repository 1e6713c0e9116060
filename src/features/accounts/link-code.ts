import { randomInt } from "node:crypto";
import type { Transaction, UserRecord } from "../../adapters/store/contract/index.ts";
import { addMilliseconds, MINUTE, type Clock } from "../../core/clock.ts";

/** Makes the keyed hash by which a code is kept: a plain one of forty bits would be turned back at once. */
export interface LinkCodeSigner {
  sign(purpose: string, value: string): string;
}

export const LINK_CODE_MINUTES = 10;
const PURPOSE = "account-link";
const LENGTH = 8;
// Crockford's base 32: no I, L, O or U, so that nothing looks like something else.
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CODE = /^[0-9A-HJKMNP-TV-Z]{8}$/;

/** A code that joins the account to whoever says it in Teams; the one before is worth nothing any more. */
export async function createLinkCode(
  tx: Transaction,
  user: Pick<UserRecord, "id" | "tenantId">,
  { signer, clock }: { readonly signer: LinkCodeSigner; readonly clock: Clock },
): Promise<string> {
  const code = Array.from({ length: LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join("");
  const expiresAt = addMilliseconds(clock.now(), LINK_CODE_MINUTES * MINUTE);
  const { id } = await tx.accountTokens.create({
    ...{ userId: user.id, kind: "link", expiresAt },
    tokenHash: linkCodeHash(code, signer),
  });
  await tx.events.record({
    ...{ actorType: "user", actorId: user.id, tenantId: user.tenantId },
    ...{ entityType: "account_token", entityId: id, verb: "created", data: { kind: "link" } },
  });
  return showLinkCode(code);
}

export function linkCodeHash(code: string, signer: LinkCodeSigner): string {
  return signer.sign(PURPOSE, code);
}

/** As people read and write it: `K7WM-3XQ9`. */
function showLinkCode(code: string): string {
  return `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`;
}

/** What somebody typed, whichever way; undefined for what can be no code. */
export function readLinkCode(typed: string): string | undefined {
  const code = typed
    .toUpperCase()
    .replace(/[\s\u2010-\u2015-]/g, "")
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1");
  return CODE.test(code) ? code : undefined;
}
