import { defineCommand, type CommandSpec } from "../../core/command.ts";
import { addRealm } from "./add.ts";
import { newRealm, page, whichRealm } from "./arguments.ts";
import type { RealmDeps } from "./deps.ts";
import { listRealms } from "./list.ts";
import { askRemove, removeRealm } from "./remove.ts";
import { showRealm } from "./show.ts";

const scopes = ["personal", "group", "channel"] as const;

export const realmCommands: readonly CommandSpec<RealmDeps>[] = [
  defineCommand({
    name: "realm list",
    pattern: "realm list :page",
    args: { page },
    summary: "List what runs on the team's servers, and whether it answers",
    examples: ["realm list", "realm list 2"],
    details: [
      "A realm is something that runs on a server and that people reach: a web site, a service, a game world.",
      "Its address is asked once a minute; 2xx and 3xx mean that it is online. Two misses in a row mean that it is offline.",
    ],
    scopes,
    needs: { permission: "team.member" },
    run: (turn, { realms }: RealmDeps) => listRealms(turn, realms),
  }),
  defineCommand({
    name: "realm show",
    pattern: "realm show :realm",
    args: { realm: whichRealm },
    summary: "Show all that is known of a realm",
    examples: ["realm show web", "realm show Old Blanchy on web-1"],
    scopes,
    needs: { permission: "team.member" },
    run: (turn, { realms }: RealmDeps) => showRealm(turn, realms),
  }),
  defineCommand({
    name: "realm add",
    pattern: "realm add :realm",
    args: { realm: newRealm },
    summary: "Add a realm to a server, or change one",
    examples: [
      "realm add web on web-1 https://web.example.com/health",
      'realm add "Old Blanchy" on web-1 wow_expansion=wotlk build=12340',
    ],
    details: [
      'Scripts of deployments do so themselves: they print a line like `::realm name="Old Blanchy" url=https://play.example.com build=12340`.',
      "Addresses lead to the internet by https; whoever runs this bot can name hosts of your own network.",
    ],
    scopes,
    needs: { permission: "server.update" },
    run: (turn, { realms }: RealmDeps) => addRealm(turn, realms),
  }),
  defineCommand({
    name: "realm remove",
    pattern: "realm remove :realm",
    args: { realm: whichRealm },
    summary: "Forget a realm",
    examples: ["realm remove web", "realm remove web on web-1"],
    details: ["Asks first. On the server nothing changes."],
    scopes,
    needs: { permission: "server.update" },
    confirm: (turn, { realms }: RealmDeps) => askRemove(turn, realms),
    run: (turn, { realms }: RealmDeps) => removeRealm(turn, realms),
  }),
];
