import { defineCommand, type CommandSpec } from "../../core/command.ts";
import { askForCloud } from "./add-form.ts";
import { cloudToLogIn, newCloud, whichCloud } from "./arguments.ts";
import type { CloudDeps } from "./deps.ts";
import { listClouds } from "./list.ts";
import { askLogin } from "./login.ts";
import { askRemove, removeCloud } from "./remove.ts";
import { restoreCloud } from "./restore.ts";
import { showCloud } from "./show.ts";
import { verifyCloud } from "./verify.ts";

const scopes = ["personal", "group", "channel"] as const;
/** Whoever acts at a provider is somebody, by name. */
const manages = { permission: "cloud.create", profile: "posix" } as const;

export const cloudCommands: readonly CommandSpec<CloudDeps>[] = [
  defineCommand({
    name: "cloud list",
    pattern: "cloud list",
    args: {},
    summary: "List the team's clouds, and whether their providers let me in",
    examples: ["cloud list"],
    scopes,
    needs: { permission: "team.member" },
    run: (turn, { clouds }: CloudDeps) => listClouds(turn, clouds),
  }),
  defineCommand({
    name: "cloud show",
    pattern: "cloud show :cloud",
    args: { cloud: whichCloud },
    summary: "Show all that is known of a cloud, but its credentials",
    examples: ["cloud show do-main"],
    scopes,
    needs: { permission: "team.member" },
    run: (turn, { clouds }: CloudDeps) => showCloud(turn, clouds),
  }),
  defineCommand({
    name: "cloud add",
    pattern: "cloud add :cloud",
    args: { cloud: newCloud },
    summary: "Add a cloud: an account at a provider, or hosts that you have",
    examples: ["cloud add", "cloud add digitalocean do-main", "cloud add aws", "cloud add hosts lab"],
    details: [
      "Providers are existing (hosts), digitalocean (do) and ec2 (aws).",
      "A form asks for the credentials: never write them into a message. They are kept sealed, and only after the provider accepted them.",
      "While the provider doesn't answer they are kept as not verified, and it is asked again by itself.",
    ],
    scopes,
    needs: manages,
    run: (turn, { clouds }: CloudDeps) => askForCloud(turn, clouds),
  }),
  defineCommand({
    name: "cloud verify",
    pattern: "cloud verify :cloud",
    args: { cloud: whichCloud },
    summary: "Ask a cloud's provider now, and compare its servers with those that are known",
    examples: ["cloud verify do-main"],
    details: [
      "Names servers that are there and nobody's, and servers that are known here and gone there. Nothing is changed at the provider.",
      "By itself each provider is asked once a day whether it still lets me in.",
    ],
    scopes,
    needs: { permission: "cloud.create" },
    run: (turn, { clouds }: CloudDeps) => verifyCloud(turn, clouds),
  }),
  defineCommand({
    name: "cloud login",
    pattern: "cloud login :cloud",
    args: { cloud: cloudToLogIn },
    summary: "Enter other credentials of a cloud",
    examples: ["cloud login do-main"],
    details: [
      "Those before stay where the provider refuses the new ones. While it doesn't answer, the new ones are kept as not verified.",
    ],
    scopes,
    needs: manages,
    run: (turn, { clouds }: CloudDeps) => askLogin(turn, clouds),
  }),
  defineCommand({
    name: "cloud remove",
    pattern: "cloud remove :cloud",
    args: { cloud: whichCloud },
    summary: "Remove a cloud that has no servers",
    examples: ["cloud remove do-main"],
    details: ["Asks first. At the provider nothing changes, and `cloud restore` brings it back."],
    scopes,
    needs: { permission: "cloud.create" },
    confirm: (turn, { clouds }: CloudDeps) => askRemove(turn, clouds),
    run: (turn, { clouds }: CloudDeps) => removeCloud(turn, clouds),
  }),
  defineCommand({
    name: "cloud restore",
    pattern: "cloud restore :cloud",
    args: { cloud: whichCloud },
    summary: "Bring back a cloud that was removed",
    examples: ["cloud restore do-main"],
    scopes,
    needs: manages,
    run: (turn, { clouds }: CloudDeps) => restoreCloud(turn, clouds),
  }),
];
