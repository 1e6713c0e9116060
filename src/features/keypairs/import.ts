import type { ImportRefusal } from "../../adapters/keys/contract/pairs.ts";
import { faults } from "../../core/errors.ts";
import type { Fault } from "../../core/fault.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn, TurnContext } from "../../core/turn.ts";
import { readName } from "./arguments.ts";
import { keepPair } from "./create.ts";
import type { Deps } from "./deps.ts";
import type { Owner } from "../../core/owner.ts";

/** `keypair import [name]`: a button that opens the form. A message is no place for a private key. */
export function offerImport(turn: Turn<{ readonly name: string }>, owner: Owner): Promise<Reply> {
  const title = `Import a key pair ${owner.of}`;
  return Promise.resolve(
    reply.toAsker({
      card: "keypairs/import-offer",
      data: { title, name: turn.args.name, verb: verbFor("form", owner) },
      summary: title,
    }),
  );
}

/** The form, in a 1:1 chat only: a card can be forwarded. */
export function openImport(turn: TurnContext, name: string, owner: Owner): Promise<Reply> {
  refuseElsewhere(turn);
  const title = `Import a key pair ${owner.of}`;
  return Promise.resolve(
    reply.dialog("Import a key pair", {
      card: "keypairs/import-form",
      data: { title, name, verb: verbFor("import", owner) },
      summary: title,
    }),
  );
}

/** The form was sent. */
export async function importPair(
  turn: TurnContext,
  form: { readonly name: string; readonly privateKey: string },
  owner: Owner,
  deps: Deps,
): Promise<Reply> {
  refuseElsewhere(turn);
  const name = readName(form.name.trim() === "" ? [] : [form.name.trim()]);
  const read = deps.keys.importPrivateKey(form.privateKey);
  if (read.kind === "refused") throw toFault(read.why);
  return keepPair(turn, owner, { name, material: read.pair, how: "imported" }, deps);
}

function verbFor(step: "form" | "import", owner: Owner): string {
  return `keypair.${step}${owner.word === "" ? "" : ".team"}`;
}

function refuseElsewhere({ place }: TurnContext): void {
  if (place.reference.type === "personal") return;
  throw faults.WRONG_PLACE({ command: "keypair import", places: "a 1:1 chat with me" });
}

function toFault(why: ImportRefusal): Fault {
  switch (why) {
    case "unreadable":
      return faults.PRIVATE_KEY_UNREADABLE();
    case "public":
      return faults.PRIVATE_KEY_IS_PUBLIC();
    case "passphrase":
      return faults.PRIVATE_KEY_LOCKED();
    case "algorithm":
      return faults.PRIVATE_KEY_ALGORITHM();
    case "short":
      return faults.PRIVATE_KEY_SHORT();
  }
}
