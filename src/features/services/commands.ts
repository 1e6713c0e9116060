import type { ProviderId } from "../../adapters/services/contract/index.ts";
import { rest, type ArgumentKind } from "../../core/arguments.ts";
import { defineCommand, type CommandSpec } from "../../core/command.ts";
import { ownOf, teamOf, type ToOwner } from "../../core/owner.ts";
import type { Permission } from "../../core/permission.ts";
import { askDisable, disable, verify } from "./change.ts";
import type { ServiceDeps } from "./deps.ts";
import { showForm } from "./form.ts";
import { jenkinsCommands } from "./jenkins-build.ts";
import { jiraCommands } from "./jira-commands.ts";
import { showItem } from "./lookup.ts";
import { provider } from "./names.ts";
import { showServices } from "./overview.ts";
import { travisCommands } from "./travis-commands.ts";

const scopes = ["personal", "group", "channel"] as const;

/** How the commands about one kind of owner differ. */
interface Family {
  /** `""` or `" team"`, behind the verb. */
  readonly word: "" | " team";
  readonly whose: string;
  readonly permission: Permission;
  readonly toOwner: ToOwner;
}

const OWN: Family = { word: "", whose: "your account", permission: "member", toOwner: ownOf };
const TEAM: Family = { word: " team", whose: "the team", permission: "team.admin", toOwner: teamOf };

export const serviceCommands: readonly CommandSpec<ServiceDeps>[] = [
  defineCommand({
    name: "services",
    pattern: "services",
    args: {},
    summary: "Show which services are joined with your account and team",
    examples: ["services"],
    details: [
      "GitHub, Jira, Sprintly, Rally, TargetProcess, Jenkins and Travis-CI, each with how it stands.",
      "A team's service is for everybody in it; your own comes first where you have both.",
    ],
    scopes,
    needs: { permission: "member" },
    run: showServices,
  }),
  ...family(OWN),
  ...family(TEAM),
  item("jira", "jira", "jira PROJ-1", "issue key", "Show an issue of Jira"),
  ...jiraCommands,
  item("jenkins", "jenkins", "jenkins folder/job", "job or build", "Show a job's last build, or a build"),
  item("travis", "travis", "travis octo/hello", "owner/repo or build", "Show a build of Travis CI"),
  ...jenkinsCommands,
  ...travisCommands,
  item("rally", "rally", "rally US123", "id", "Show a story, defect or task of Rally"),
  item("targetprocess", "tp", "tp 1234", "number", "Show an entity of TargetProcess"),
  item("sprintly", "sprintly", "sprintly 12", "number", "Show an item of Sprintly"),
];

function family({ word: team, whose, permission, toOwner }: Family): readonly CommandSpec<ServiceDeps>[] {
  return [
    defineCommand({
      name: `service enable${team}`,
      pattern: `service enable${team} :provider`,
      args: { provider },
      summary: `Join a service with ${whose}`,
      examples: [`service enable${team} jira`],
      details: [
        "A form asks for what the service needs. It is kept sealed, never shown again, and used only after the service accepted it.",
      ],
      scopes,
      needs: { permission },
      run: (turn, { services }: ServiceDeps) =>
        showForm(turn, turn.args.provider, toOwner(turn.actor), services),
    }),
    defineCommand({
      name: `service disable${team}`,
      pattern: `service disable${team} :provider`,
      args: { provider },
      summary: `Part a service from ${whose}`,
      examples: [`service disable${team} jira`],
      details: ["Asks first. The credentials are deleted at once."],
      scopes,
      needs: { permission },
      confirm: (turn, { services }: ServiceDeps) =>
        askDisable(turn.args.provider, toOwner(turn.actor), services),
      run: (turn, { services }: ServiceDeps) =>
        disable(turn, turn.args.provider, toOwner(turn.actor), services),
    }),
    defineCommand({
      name: `service verify${team}`,
      pattern: `service verify${team} :provider`,
      args: { provider },
      summary: `Ask a service whether it still lets ${whose} in`,
      examples: [`service verify${team} jira`],
      scopes,
      needs: { permission },
      run: (turn, { services }: ServiceDeps) =>
        verify(turn, turn.args.provider, toOwner(turn.actor), services),
    }),
  ];
}

function item(
  id: ProviderId,
  word: string,
  example: string,
  label: string,
  summary: string,
): CommandSpec<ServiceDeps> {
  const key: ArgumentKind<string> = rest(label, `which one: for example ${example}`, (words) =>
    words.join(" "),
  );
  return defineCommand({
    name: word,
    pattern: `${word} :key`,
    args: { key },
    summary,
    examples: [example],
    scopes,
    needs: { permission: "member" },
    run: (turn, { services }: ServiceDeps) => showItem(turn, id, turn.args.key, services),
  });
}
