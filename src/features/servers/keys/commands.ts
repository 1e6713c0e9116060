import { word } from "../../../core/arguments.ts";
import { defineCommand, type CommandSpec } from "../../../core/command.ts";
import type { Permission } from "../../../core/permission.ts";
import type { ServerDeps } from "../deps.ts";
import { pairAndServer } from "./arguments.ts";
import { askDetach, attachPair, detachPair } from "./attach.ts";
import { listKeys } from "./list.ts";

const scopes = ["personal", "group", "channel"] as const;

/** How the commands about one kind of owner differ. */
interface Family {
  /** `""` or `" team"`, behind the verb. */
  readonly word: "" | " team";
  readonly whose: "team:" | "";
  readonly what: string;
  readonly permission: Permission;
}

const OWN: Family = { word: "", whose: "", what: "a key pair of your own", permission: "server.update" };
const TEAM: Family = {
  word: " team",
  whose: "team:",
  what: "a key pair of the team",
  permission: "keypair.manage",
};

export const keyCommands: readonly CommandSpec<ServerDeps>[] = [
  defineCommand({
    name: "server keys",
    pattern: "server keys :name",
    args: { name: word("name", "which server: `server list` shows them") },
    summary: "List the key pairs that a server lets in",
    examples: ["server keys web-1"],
    scopes,
    needs: { permission: "team.member" },
    run: (turn, { servers }: ServerDeps) => listKeys(turn, servers),
  }),
  ...family(OWN),
  ...family(TEAM),
];

function family({ word: team, whose, what, permission }: Family): readonly CommandSpec<ServerDeps>[] {
  const attach = `keypair attach${team} deploys to web-1`;
  const detach = `keypair detach${team} deploys from web-1`;
  return [
    defineCommand({
      name: `keypair attach${team}`,
      pattern: `keypair attach${team} :pair`,
      args: { pair: pairAndServer("to", attach) },
      summary: `Have a server let in ${what}`,
      examples: [attach],
      details: ["I log in with another key pair that it lets in, and add this one's public key."],
      scopes,
      needs: { permission, profile: "posix" },
      run: (turn, { servers }: ServerDeps) => attachPair(turn, whose, servers),
    }),
    defineCommand({
      name: `keypair detach${team}`,
      pattern: `keypair detach${team} :pair`,
      args: { pair: pairAndServer("from", detach) },
      summary: `Have a server no longer let in ${what}`,
      examples: [detach],
      details: ["Asks first. The last key pair with which I get in always stays."],
      scopes,
      needs: { permission },
      confirm: (turn, { servers }: ServerDeps) => askDetach(turn, whose, servers),
      run: (turn, { servers }: ServerDeps) => detachPair(turn, whose, servers),
    }),
  ];
}
