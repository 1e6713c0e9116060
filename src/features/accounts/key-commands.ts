import type { SshPublicKeyRecord } from "../../adapters/store/contract/index.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { TurnContext } from "../../core/turn.ts";
import type { Deps } from "./deps.ts";
import { toDoer } from "./history.ts";
import { addSshKey, readKey, removeSshKey } from "./ssh-keys.ts";

/** `account key add …`, and the form's. */
export async function addKey(turn: TurnContext, line: string, deps: Deps): Promise<Reply> {
  const key = readKey(line, deps);
  return deps.store.transaction(async (tx) => {
    const added = await addSshKey(tx, toDoer(turn), key, deps);
    const text = `✅ Added your key ${toWords(added)}. What gets an account of yours from now on knows it.`;
    return deps.record(tx, turn, reply.toAsker({ text }));
  });
}

/** `account key remove …` */
export async function removeKey(turn: TurnContext, which: string, deps: Deps): Promise<Reply> {
  return deps.store.transaction(async (tx) => {
    const removed = await removeSshKey(tx, toDoer(turn), which, deps);
    const text = `✅ Removed your key ${toWords(removed)}. Servers that remember it let it in until they ask the directory again.`;
    return deps.record(tx, turn, reply.toAsker({ text }));
  });
}

/** `account key list` */
export async function listKeys({ actor }: TurnContext, { store }: Deps): Promise<Reply> {
  const keys = await store.read((reads) => reads.sshPublicKeys.list(actor.userId));
  if (keys.length === 0)
    return reply.toAsker({
      text: "You have no SSH keys here. Add one with `account key add ssh-ed25519 AAAA… you@laptop`.",
    });
  const lines = keys.map((key, index) => `${String(index + 1)}. ${toWords(key)}`);
  const end = "Say for example `account key remove 1` to remove one.";
  return reply.toAsker({ text: ["**Your SSH keys**", ...lines, "", end].join("\n") });
}

/** The form, for whoever pressed the button. */
export function openKeyForm(): Reply {
  return reply.dialog("Add an SSH key", {
    card: "accounts/key-form",
    summary: "Add an SSH key",
    data: {},
  });
}

/** `ssh-ed25519 SHA256:… (mira@laptop)` */
export function toWords({ type, fingerprint, comment }: SshPublicKeyRecord): string {
  const named = comment === "" ? "" : ` (${escapeMarkdown(comment)})`;
  return `\`${type}\` \`${fingerprint}\`${named}`;
}
