import { restWords } from "../../core/arguments.ts";
import { defineCommand, type CommandSpec } from "../../core/command.ts";
import type { RepositoryDeps } from "./deps.ts";
import { addSshKey, removeSshKey } from "./key-commands.ts";
import { showRepositories } from "./show.ts";
import { listTracked, trackNamed, untrackNamed } from "./typed.ts";

// Names of private repositories are for one person's eyes.
const scopes = ["personal"] as const;
const needs = { account: "github", permission: "member" } as const;
const names = restWords("owner/repo …", "which repositories");

export const repositoryCommands: readonly CommandSpec<RepositoryDeps>[] = [
  defineCommand({
    name: "repos",
    pattern: "repos :words",
    args: { words: restWords("words", "what their names hold") },
    summary: "Choose which of your GitHub repositories Ployst tracks",
    examples: ["repos", "repos api"],
    details: [
      "Shows those that both you and the GitHub App reach. Ticks are kept from page to page until you press Save.",
      "It has buttons to add your Ployst SSH key to your GitHub account, and to install the App on more repositories.",
    ],
    scopes,
    needs,
    run: showRepositories,
  }),
  defineCommand({
    name: "repos track",
    pattern: "repos track :names",
    args: { names },
    summary: "Track repositories by name",
    examples: ["repos track octo/hello", "repos track octo/hello octo/api"],
    details: [
      "One card tells how they are copied: how far git is, and in the end how large each is, or why it isn't there.",
    ],
    scopes,
    needs,
    run: trackNamed,
  }),
  defineCommand({
    name: "repos untrack",
    pattern: "repos untrack :names",
    args: { names },
    summary: "Stop tracking repositories",
    examples: ["repos untrack octo/hello"],
    details: ["With the last one your Ployst SSH key is removed from your GitHub account."],
    scopes,
    needs,
    run: untrackNamed,
  }),
  defineCommand({
    name: "repos tracked",
    pattern: "repos tracked",
    args: {},
    summary: "List the repositories that Ployst tracks for you",
    examples: ["repos tracked"],
    scopes,
    needs: { permission: "member" },
    run: listTracked,
  }),
  defineCommand({
    name: "repos key add",
    pattern: "repos key add",
    args: {},
    summary: "Add your Ployst SSH key to your GitHub account",
    examples: ["repos key add"],
    details: [
      "The public half of the key pair named account. GitHub takes it once; said again, nothing happens.",
      "The GitHub App needs the account permission Git SSH keys for it.",
    ],
    scopes,
    needs,
    run: addSshKey,
  }),
  defineCommand({
    name: "repos key remove",
    pattern: "repos key remove",
    args: {},
    summary: "Remove your Ployst SSH key from your GitHub account",
    examples: ["repos key remove"],
    scopes,
    needs,
    run: removeSshKey,
  }),
];
