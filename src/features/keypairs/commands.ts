import { word } from "../../core/arguments.ts";
import { defineCommand, type CommandSpec } from "../../core/command.ts";
import type { Permission } from "../../core/permission.ts";
import { newName, newPair } from "./arguments.ts";
import { createPair } from "./create.ts";
import type { KeyPairDeps } from "./deps.ts";
import { offerImport } from "./import.ts";
import { ownOf, teamOf, type ToOwner } from "../../core/owner.ts";
import { askRevoke, revokePair } from "./revoke.ts";
import { rotatePair } from "./rotate.ts";
import { listAll, showPair } from "./show.ts";

const scopes = ["personal", "group", "channel"] as const;
const which = word("number or name", "which key pair, by number or name");

/** How the commands about one kind of owner differ. */
interface Family {
  /** `""` or `" team"`, behind the verb. */
  readonly word: "" | " team";
  readonly whose: string;
  readonly read: Permission;
  readonly manage: Permission;
  readonly toOwner: ToOwner;
}

const OWN: Family = {
  word: "",
  whose: "of your own",
  read: "member",
  manage: "member",
  toOwner: ownOf,
};
const TEAM: Family = {
  word: " team",
  whose: "of the team",
  read: "team.member",
  manage: "keypair.manage",
  toOwner: teamOf,
};

export const keyPairCommands: readonly CommandSpec<KeyPairDeps>[] = [...family(OWN), ...family(TEAM)];

function family({ word: team, whose, read, manage, toOwner }: Family): readonly CommandSpec<KeyPairDeps>[] {
  return [
    defineCommand({
      name: `keypair create${team}`,
      pattern: `keypair create${team} :pair`,
      args: { pair: newPair() },
      summary: `Make an SSH key pair ${whose}`,
      examples: [`keypair create${team} deploys ed25519`, `keypair create${team} rsa`],
      details: [
        "Ed25519 unless you say rsa (3072 bits). Without a name it becomes key-1, key-2, and so on.",
        "The private key is kept sealed and never shown; Ployst uses it to reach servers and to clone.",
      ],
      scopes,
      needs: { permission: manage },
      run: (turn, { keyPairs }: KeyPairDeps) => createPair(turn, toOwner(turn.actor), keyPairs),
    }),
    defineCommand({
      name: `keypair import${team}`,
      pattern: `keypair import${team} :name`,
      args: { name: newName() },
      summary: `Import a private key as a key pair ${whose}`,
      examples: [`keypair import${team} laptop`],
      details: [
        "A form asks for the private key. Never paste one into a message, not even here.",
        "Ed25519 and RSA (2048 bits or more) without a passphrase, as OpenSSH, PKCS#1 or PKCS#8.",
      ],
      scopes: ["personal"],
      needs: { permission: manage },
      run: (turn) => offerImport(turn, toOwner(turn.actor)),
    }),
    defineCommand({
      name: `keypair list${team}`,
      pattern: `keypair list${team}`,
      args: {},
      summary: `List the key pairs ${whose}`,
      examples: [`keypair list${team}`],
      scopes,
      needs: { permission: read },
      run: (turn, { keyPairs }: KeyPairDeps) => listAll(turn, toOwner(turn.actor), keyPairs),
    }),
    defineCommand({
      name: `keypair show${team}`,
      pattern: `keypair show${team} :which`,
      args: { which },
      summary: `Show the public key and fingerprint of a key pair ${whose}`,
      examples: [`keypair show${team} 1`],
      scopes,
      needs: { permission: read },
      run: (turn, { keyPairs }: KeyPairDeps) => showPair(turn, toOwner(turn.actor), keyPairs),
    }),
    defineCommand({
      name: `keypair rotate${team}`,
      pattern: `keypair rotate${team} :which`,
      args: { which },
      summary: `Replace a key pair ${whose} by a new one`,
      examples: [`keypair rotate${team} deploys`],
      details: ["The new pair takes the name. The old one is revoked as soon as no server depends on it."],
      scopes,
      needs: { permission: manage },
      run: (turn, { keyPairs }: KeyPairDeps) => rotatePair(turn, toOwner(turn.actor), keyPairs),
    }),
    defineCommand({
      name: `keypair revoke${team}`,
      pattern: `keypair revoke${team} :which`,
      args: { which },
      summary: `Revoke a key pair ${whose} for good`,
      examples: [`keypair revoke${team} 2`],
      details: [
        "Asks first. Servers that let it in forget it before its private key is deleted; a card shows which I couldn't reach.",
        "The pair stays in the audit trail. The last one with which I reach a server is never taken off it.",
      ],
      scopes,
      needs: { permission: manage },
      confirm: (turn, { keyPairs }: KeyPairDeps) => askRevoke(turn, toOwner(turn.actor), keyPairs),
      run: (turn, { keyPairs }: KeyPairDeps) => revokePair(turn, toOwner(turn.actor), keyPairs),
    }),
  ];
}
