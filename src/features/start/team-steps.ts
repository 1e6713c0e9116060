import type { Reads, ServerRecord } from "../../adapters/store/contract/index.ts";
import { isOpenDeployment } from "../../core/deployment-states.ts";
import { may } from "../../core/permission.ts";
import { toCardText } from "../../core/plain-text.ts";
import type { TeamInForce, TeamPower, TeamStanding } from "../../core/team.ts";
import type { TurnContext } from "../../core/turn.ts";
import type { Deps } from "./deps.ts";
import type { Step } from "./steps.ts";

/** What a team's steps are about, in the order in which they are taken. */
export const TEAM_STEPS = ["cloud", "server", "project", "deploy"] as const;
export type TeamStepName = (typeof TEAM_STEPS)[number];

interface Face {
  readonly title: string;
  readonly power: TeamPower;
  /** What the button says for its person, and its words. */
  readonly command: string;
  readonly button: string;
  /** Completes "Ask Mira Chen to …". */
  readonly task: string;
  /** What it is good for, a sentence. */
  readonly why: string;
}

const FACES: Readonly<Record<TeamStepName, Face>> = {
  cloud: {
    title: "Add a cloud",
    power: "cloud.create",
    command: "cloud add",
    button: "Add a cloud",
    task: "add a cloud",
    why: "A cloud is where the team's servers are: an account at a provider, or hosts that you have.",
  },
  server: {
    title: "Create servers",
    power: "server.create",
    command: "server create",
    button: "Create servers",
    task: "create servers",
    why: "Choose image, size and how many. You see all of it, with its price, before anything is made.",
  },
  project: {
    title: "Create a project",
    power: "project.create",
    command: "project create",
    button: "Create a project",
    task: "create a project",
    why: "A project is a repository, a script, and the servers that it goes to.",
  },
  deploy: {
    title: "Deploy",
    power: "deploy.run",
    command: "deploy",
    button: "Deploy",
    task: "deploy",
    why: "You see what goes where, commit by commit, before anything happens.",
  },
};

const IN_A_TEAM = "From here on it is done in a team: choose or create one first.";
const MOST_READ = 100;
const MOST_NAMED = 3;
const NAME_LENGTH = 60;

type StepReads = Pick<Reads, "clouds" | "servers" | "projects" | "deployments" | "teamMembers">;

/** How a step stands in a team, before it is asked who may take it. */
interface Found {
  readonly isDone: boolean;
  /** What is there, or why it can't be taken now; `''` for what it is good for. */
  readonly text: string;
  /** Nothing can be done about it now. */
  readonly isWaiting?: boolean;
  /** In the place of the face's command. */
  readonly command?: string;
}

/** From the first cloud to the first deployment; without a team none of them can be taken. */
export async function findTeamSteps(
  standing: TeamStanding,
  turn: TurnContext,
  deps: Deps,
  reads: StepReads,
): Promise<readonly Step[]> {
  if (standing.kind !== "in")
    return TEAM_STEPS.map((name, index) => ({
      ...{ name, title: FACES[name].title, isDone: false, isPassedOver: true },
      text: index === 0 && standing.kind !== "outside" ? IN_A_TEAM : "",
    }));
  const { team } = standing;
  const found = await findAll(team.id, reads);
  const names = await deps.listAdministratorNames(reads, team.id);
  const administrators =
    names.length === 0 ? "an administrator" : names.map((name) => toCardText(name, NAME_LENGTH)).join(" or ");
  return TEAM_STEPS.map((name) => toStep(name, found[name], { team, turn, administrators }));
}

function toStep(
  name: TeamStepName,
  { isDone, text, isWaiting = false, command }: Found,
  who: { readonly team: TeamInForce; readonly turn: TurnContext; readonly administrators: string },
): Step {
  const face = FACES[name];
  const step = { name, title: face.title, isDone };
  if (isDone) return { ...step, text };
  if (!may(face.power, { isAdmin: who.turn.actor.isAdmin, team: who.team }))
    return { ...step, isPassedOver: true, text: `Ask ${who.administrators} to ${face.task}.` };
  if (isWaiting) return { ...step, isPassedOver: true, text };
  const words = command ?? face.command;
  const said = toCardText(words, NAME_LENGTH);
  return {
    ...step,
    text: `${text === "" ? face.why : text} Say **${said}**.`,
    act: { words, button: face.button },
  };
}

async function findAll(teamId: string, reads: StepReads): Promise<Readonly<Record<TeamStepName, Found>>> {
  const page = { limit: MOST_READ };
  const clouds = await reads.clouds.listByTeam(teamId, page);
  const servers = await reads.servers.listByTeam(teamId, page);
  const projects = await reads.projects.listByTeam(teamId, page);
  return {
    cloud: { isDone: clouds.length > 0, text: sayNames("cloud", clouds) },
    server: toServers(servers, clouds.length > 0),
    project: { isDone: projects.length > 0, text: sayNames("project", projects) },
    deploy: await findDeploy(teamId, projects[0], servers.some(isMade), reads),
  };
}

function toServers(servers: readonly ServerRecord[], hasCloud: boolean): Found {
  const made = servers.filter(isMade);
  if (made.length > 0) return { isDone: true, text: sayNames("server", made) };
  const making = servers.find(({ status }) => status === "requested" || status === "provisioning");
  if (making !== undefined)
    return { isDone: false, isWaiting: true, text: `Server ${sayName(making)} is being made.` };
  const failed = servers.find(({ status }) => status === "failed");
  if (failed !== undefined)
    return {
      isDone: false,
      text: `Server ${sayName(failed)} has failed: **server show ${toCardText(failed.name, NAME_LENGTH)}** tells why.`,
    };
  if (!hasCloud) return { isDone: false, isWaiting: true, text: "A server needs a cloud first." };
  return { isDone: false, text: "" };
}

function isMade({ status }: ServerRecord): boolean {
  return status === "online" || status === "offline" || status === "deploying";
}

async function findDeploy(
  teamId: string,
  project: { readonly name: string } | undefined,
  hasServer: boolean,
  reads: StepReads,
): Promise<Found> {
  const groups = await reads.deployments.listGroupsByTeam(teamId, { limit: MOST_READ });
  const done = groups.find(({ state, noop }) => state === "success" && !noop);
  if (done !== undefined) return { isDone: true, text: `Deployment #${String(done.number)} has succeeded.` };
  const open = groups.find(({ state }) => isOpenDeployment(state));
  if (open !== undefined)
    return { isDone: false, isWaiting: true, text: `Deployment #${String(open.number)} is on its way.` };
  if (project === undefined || !hasServer)
    return { isDone: false, isWaiting: true, text: "It takes a project and a server that it goes to." };
  const name = project.name.includes(" ") ? `"${project.name}"` : project.name;
  return { isDone: false, text: "", command: `deploy ${name}` };
}

/** "Clouds: **do-main**, **aws** and 2 more." */
function sayNames(noun: string, things: readonly { readonly name: string }[]): string {
  if (things.length === 0) return "";
  const named = things.slice(0, MOST_NAMED).map(sayName);
  const more = things.length - named.length;
  const word = `${noun.charAt(0).toUpperCase()}${noun.slice(1)}${things.length === 1 ? "" : "s"}`;
  const rest = more === 0 ? "" : ` and ${things.length === MOST_READ ? "many" : String(more)} more`;
  return `${word}: ${named.join(", ")}${rest}.`;
}

function sayName({ name }: { readonly name: string }): string {
  return `**${toCardText(name, NAME_LENGTH)}**`;
}
