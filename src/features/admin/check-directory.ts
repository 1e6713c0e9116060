import { bad, good, off, type Finding } from "./finding.ts";

const SUBJECT = "directory";
const WAITING = "accounts";

/** `check`: undefined without a directory; sentences about what is wrong otherwise. */
export async function checkDirectory(
  check: (() => Promise<readonly string[]>) | undefined,
): Promise<readonly Finding[]> {
  if (check === undefined) return [off(SUBJECT, "none", "Set LDAP_URL to give people accounts on servers.")];
  const wrong = await check();
  if (wrong.length === 0) return [good(SUBJECT, "answers, and has the places for people and groups")];
  return wrong.map((sentence) => bad(SUBJECT, sentence, "Check the LDAP_ settings against the directory."));
}

/** A registration that waits for the directory. */
export interface WaitingAccount {
  readonly ldapError: string;
}

/** Do accounts get into the directory? One that has just been asked for is no trouble; one that failed is. */
export function checkWaitingAccounts(waiting: readonly WaitingAccount[], most: number): Finding {
  if (waiting.length === 0) return good(WAITING, "none waits for the directory");
  const counted = waiting.length >= most ? `${String(most)} or more` : String(waiting.length);
  const failed = waiting.filter(({ ldapError }) => ldapError !== "");
  const says = `${counted} waiting for the directory`;
  const [first] = failed;
  if (first === undefined) return good(WAITING, says);
  return bad(
    WAITING,
    `${says}, ${String(failed.length)} of them in vain: ${first.ldapError}`,
    "They go on by themselves once the directory takes them.",
  );
}
