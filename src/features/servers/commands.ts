import { word } from "../../core/arguments.ts";
import type { ArgumentKind } from "../../core/arguments.ts";
import { defineCommand, type CommandSpec } from "../../core/command.ts";
import { faults } from "../../core/errors.ts";
import { checkNow } from "./check.ts";
import { askCreate } from "./create/ask.ts";
import { createServers } from "./create/create.ts";
import { draft } from "./create/draft.ts";
import { askDelete, deleteServer } from "./delete/delete.ts";
import { restoreServer } from "./delete/restore.ts";
import type { ServerDeps } from "./deps.ts";
import { sayGiven } from "./find.ts";
import { keyCommands } from "./keys/commands.ts";
import { listServers } from "./list.ts";
import { askPower, powerServer } from "./power.ts";
import { renameServer } from "./rename.ts";
import { showServer } from "./show.ts";
import { askTrust, trustServer } from "./trust.ts";

const scopes = ["personal", "group", "channel"] as const;
const name = word("name", "which server: `server list` shows them");
const MOST_DIGITS = 4;

/** A page of the list, from 1. */
const page: ArgumentKind<number> = {
  arity: "optional",
  label: "page",
  what: "which page",
  parse: ([given = "1"]) => {
    if (/^[1-9]\d*$/.test(given) && given.length <= MOST_DIGITS) return Number(given);
    throw faults.SERVER_PAGE_UNKNOWN({ given: sayGiven(given), pages: 1 });
  },
};

export const serverCommands: readonly CommandSpec<ServerDeps>[] = [
  defineCommand({
    name: "server create",
    pattern: "server create :draft",
    args: { draft },
    summary: "Make servers in one of the team's clouds, or take in a host that is there",
    examples: [
      "server create web-1",
      "server create web cloud=do-main size=s-1vcpu-1gb image=debian-12-x64 count=2 keys=team:deploys",
      "server create web-2 env=server:web-1",
      "server create db-1 cloud=hosts address=203.0.113.7 user=deploy keys=team:deploys",
    ],
    details: [
      "A card asks for what you leave out; then an overview with the price, where the provider tells it, is to be confirmed.",
      "Keys are key pairs of the team (team:deploys) or of your own (laptop): whoever has one gets in, and so do I.",
      "With env=server:web-1 or env=project:shop it shares that one's environment variables, which needs `env.read` as well.",
      "A host that is there already has to let one of them in before; nothing is installed on it but further keys.",
      "Each server is made exactly once, whatever fails meanwhile; a card shows how far it is.",
    ],
    scopes,
    needs: { permission: "server.create", profile: "posix" },
    confirm: (turn, { servers }: ServerDeps) => askCreate(turn, servers),
    run: (turn, { servers }: ServerDeps) => createServers(turn, servers),
  }),
  defineCommand({
    name: "server list",
    pattern: "server list :page",
    args: { page },
    summary: "List the team's servers, where they are and how they are",
    examples: ["server list", "server list 2"],
    scopes,
    needs: { permission: "team.member" },
    run: (turn, { servers }: ServerDeps) => listServers(turn, servers),
  }),
  defineCommand({
    name: "server show",
    pattern: "server show :name",
    args: { name },
    summary: "Show all that is known of a server",
    examples: ["server show web-1"],
    scopes,
    needs: { permission: "team.member" },
    run: (turn, { servers }: ServerDeps) => showServer(turn, servers),
  }),
  defineCommand({
    name: "server check",
    pattern: "server check :name",
    args: { name },
    summary: "Look now how a server is",
    examples: ["server check web-1"],
    details: ["I do so by myself once a minute: over SSH, and with its provider where it doesn't answer."],
    scopes,
    needs: { permission: "team.member" },
    run: (turn, { servers }: ServerDeps) => checkNow(turn, servers),
  }),
  defineCommand({
    name: "server start",
    pattern: "server start :name",
    args: { name },
    summary: "Switch a server on",
    examples: ["server start web-1"],
    scopes,
    needs: { permission: "server.update" },
    run: (turn, { servers }: ServerDeps) => powerServer("start", turn, servers),
  }),
  defineCommand({
    name: "server stop",
    pattern: "server stop :name",
    args: { name },
    summary: "Switch a server off",
    examples: ["server stop web-1"],
    details: ["Asks first. Its system shuts down by itself; most providers go on charging for it."],
    scopes,
    needs: { permission: "server.update" },
    confirm: (turn, { servers }: ServerDeps) => askPower("stop", turn, servers),
    run: (turn, { servers }: ServerDeps) => powerServer("stop", turn, servers),
  }),
  defineCommand({
    name: "server reboot",
    pattern: "server reboot :name",
    args: { name },
    summary: "Restart a server",
    examples: ["server reboot web-1"],
    details: ["Asks first, and is sent once: where nobody knows whether it arrived, I say so."],
    scopes,
    needs: { permission: "server.update" },
    confirm: (turn, { servers }: ServerDeps) => askPower("reboot", turn, servers),
    run: (turn, { servers }: ServerDeps) => powerServer("reboot", turn, servers),
  }),
  defineCommand({
    name: "server rename",
    pattern: "server rename :name :newName",
    args: { name, newName: word("new name", "what it should be called") },
    summary: "Call a server by another name",
    examples: ["server rename web-1 shop-1"],
    scopes,
    needs: { permission: "server.update" },
    run: (turn, { servers }: ServerDeps) => renameServer(turn, servers),
  }),
  defineCommand({
    name: "server trust",
    pattern: "server trust :name",
    args: { name },
    summary: "Accept the new host key of a server that was set up anew",
    examples: ["server trust web-1"],
    details: ["Shows the known key and the new one, and asks: until then nothing is sent to the server."],
    scopes,
    needs: { permission: "server.update" },
    confirm: (turn, { servers }: ServerDeps) => askTrust(turn, servers),
    run: (turn, { servers }: ServerDeps) => trustServer(turn, servers),
  }),
  defineCommand({
    name: "server delete",
    pattern: "server delete :name",
    args: { name },
    summary: "Delete a server and its disk, 15 minutes from now",
    examples: ["server delete web-1"],
    details: [
      "Wants its name typed. It is switched off at once, and for 15 minutes `server restore` takes it back.",
      "Its realms go with it, and projects no longer deploy to it. A host that was there before stays as it is.",
    ],
    scopes,
    needs: { permission: "server.delete" },
    confirm: (turn, { servers }: ServerDeps) => askDelete(turn, servers),
    run: (turn, { servers }: ServerDeps) => deleteServer(turn, servers),
  }),
  defineCommand({
    name: "server restore",
    pattern: "server restore :name",
    args: { name },
    summary: "Keep a server that is to be deleted",
    examples: ["server restore web-1"],
    scopes,
    needs: { permission: "server.delete" },
    run: (turn, { servers }: ServerDeps) => restoreServer(turn, servers),
  }),
  ...keyCommands,
];
