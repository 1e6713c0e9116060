import { z } from "zod";
import { defineAction, type ActionSpec } from "../../core/action.ts";
import type { KeyPairDeps } from "./deps.ts";
import { importPair, openImport } from "./import.ts";
import { ownOf, teamOf } from "../../core/owner.ts";

const name = z.string().max(100).default("");
const offer = z.object({ name });
/** A field whose name begins with "secret" is sealed before it is written down. */
const form = z.object({ name, secretPrivateKey: z.string().max(50_000).default("") });

export const keyPairActions: readonly ActionSpec<KeyPairDeps>[] = [
  defineAction({
    verb: "keypair.form",
    summary: "Import a key pair",
    data: offer,
    needs: { permission: "member" },
    run: (turn) => openImport(turn, turn.data.name, ownOf(turn.actor)),
  }),
  defineAction({
    verb: "keypair.form.team",
    summary: "Import a key pair for the team",
    data: offer,
    needs: { permission: "keypair.manage" },
    run: (turn) => openImport(turn, turn.data.name, teamOf(turn.actor)),
  }),
  defineAction({
    verb: "keypair.import",
    summary: "Import a key pair",
    data: form,
    needs: { permission: "member" },
    run: (turn, { keyPairs }: KeyPairDeps) => {
      const { name: called, secretPrivateKey: privateKey } = turn.data;
      return importPair(turn, { name: called, privateKey }, ownOf(turn.actor), keyPairs);
    },
  }),
  defineAction({
    verb: "keypair.import.team",
    summary: "Import a key pair for the team",
    data: form,
    needs: { permission: "keypair.manage" },
    run: (turn, { keyPairs }: KeyPairDeps) => {
      const { name: called, secretPrivateKey: privateKey } = turn.data;
      return importPair(turn, { name: called, privateKey }, teamOf(turn.actor), keyPairs);
    },
  }),
];
