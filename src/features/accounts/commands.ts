import { z } from "zod";
import { defineAction, type ActionSpec } from "../../core/action.ts";
import { rest } from "../../core/arguments.ts";
import { defineCommand, type CommandSpec } from "../../core/command.ts";
import type { AccountDeps } from "./deps.ts";
import { addKey, listKeys, openKeyForm, removeKey } from "./key-commands.ts";
import { formData, openProfile, showProfile } from "./profile-form.ts";
import { saveProfile } from "./save-profile.ts";
import { showAccount } from "./show-account.ts";

const scopes = ["personal", "group", "channel"] as const;
const needs = { permission: "member" } as const;
const joined = (words: readonly string[]): string => words.join(" ");

export const accountCommands: readonly CommandSpec<AccountDeps>[] = [
  defineCommand({
    name: "account",
    pattern: "account",
    args: {},
    summary: "Show your account: GitHub, teams, keys, directory",
    examples: ["account"],
    details: [
      "In a 1:1 chat you get a card with a button for each thing that is missing. Elsewhere I tell only your name, your GitHub login and your teams.",
    ],
    scopes,
    needs,
    menu: true,
    run: (turn, { accounts }: AccountDeps) => showAccount(turn, accounts),
  }),
  defineCommand({
    name: "account profile",
    pattern: "account profile",
    args: {},
    summary: "Complete the details for your account on servers",
    examples: ["account profile"],
    details: [
      "The form asks for your surname, your e-mail address where Teams doesn't tell it, a user name and a login shell. Then the directory gets your account; if it doesn't answer it is tried again by itself.",
      "A user name has at most 32 small letters, digits, `_` and `-`. It stays yours for ever, and so does its number.",
      "Commands that need the details ask for them and go on afterwards.",
    ],
    scopes,
    needs,
    run: (turn, { accounts }: AccountDeps) => showProfile(turn, accounts),
  }),
  defineCommand({
    name: "account key add",
    pattern: "account key add :key",
    args: { key: rest("public key", "your public key, one line as in your `.pub` file", joined) },
    summary: "Add an SSH public key",
    examples: ["account key add ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ7Q mira@laptop"],
    details: [
      "Kinds: `ssh-ed25519`, `ecdsa-sha2-nistp256` (384, 521), `ssh-rsa` of 2048 bits or more, and keys in security keys (`sk-…`). One line, without options.",
      "The directory gets every change at once. At most 20 keys.",
    ],
    scopes,
    needs,
    run: (turn, { accounts }: AccountDeps) => addKey(turn, turn.args.key, accounts),
  }),
  defineCommand({
    name: "account key remove",
    pattern: "account key remove :which",
    args: { which: rest("number or fingerprint", "which key, by its number or fingerprint", joined) },
    summary: "Remove an SSH public key",
    examples: [
      "account key remove 1",
      "account key remove SHA256:VPbXrHhRUpGqZ0w1FnJc1nVb4zYyq3i0m2sX6k9Jt8A",
    ],
    scopes,
    needs,
    run: (turn, { accounts }: AccountDeps) => removeKey(turn, turn.args.which, accounts),
  }),
  defineCommand({
    name: "account key list",
    pattern: "account key list",
    args: {},
    summary: "List your SSH public keys",
    examples: ["account key list"],
    scopes,
    needs,
    run: (turn, { accounts }: AccountDeps) => listKeys(turn, accounts),
  }),
];

export const accountActions: readonly ActionSpec<AccountDeps>[] = [
  defineAction({
    verb: "account.profile",
    summary: "Complete your details",
    data: z.object({}),
    needs,
    run: (turn, { accounts }: AccountDeps) => openProfile(turn, accounts),
  }),
  defineAction({
    verb: "account.profile.save",
    summary: "Save your details",
    data: formData,
    needs,
    run: (turn, { accounts }: AccountDeps) => saveProfile(turn, accounts),
  }),
  defineAction({
    verb: "account.key.form",
    summary: "Add an SSH key",
    data: z.object({}),
    needs,
    run: () => Promise.resolve(openKeyForm()),
  }),
  defineAction({
    verb: "account.key.save",
    summary: "Add an SSH key",
    // A field whose name begins with "secret" is sealed before it is written down: somebody may paste the wrong half.
    data: z.object({ secretKey: z.string().max(50_000).default("") }),
    needs,
    run: (turn, { accounts }: AccountDeps) => addKey(turn, turn.data.secretKey, accounts),
  }),
];
