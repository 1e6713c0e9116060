import { z } from "zod";
import type { BuildParameter } from "../../adapters/services/contract/index.ts";
import { defineAction, type ActionSpec } from "../../core/action.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { Reply } from "../../core/reply.ts";
import type { TurnContext } from "../../core/turn.ts";
import type { Deps, ServiceDeps } from "./deps.ts";
import { askBuild, MOST_PARAMETERS } from "./jenkins-build.ts";
import { asActor, toShown } from "./session.ts";

/** `team/app #7` */
const KEY = /^(.{1,400}) #(\d{1,9})$/;

export const jenkinsActions: readonly ActionSpec<ServiceDeps>[] = [
  defineAction({
    verb: "jenkins.again",
    summary: "Build a job of Jenkins again",
    data: z.object({ key: z.string().max(500), site: z.string().max(500) }),
    needs: { permission: "member" },
    run: (turn, { services }: ServiceDeps) => askAgain(turn, turn.data, services),
  }),
];

/**
 * The button of a build's card: the question that `jenkins build` asks, with the parameters which that build had, as whoever
 * pressed it. Throws SERVICE_ITEM_MISSING, SERVICE_PARAMETERS_HIDDEN, SERVICE_OTHER_SITE.
 */
async function askAgain(
  turn: TurnContext,
  { key, site }: { readonly key: string; readonly site: string },
  deps: Deps,
): Promise<Reply> {
  const { account, service } = await asActor(turn, "jenkins", deps, site);
  const [, job = "", number = ""] = KEY.exec(key) ?? [];
  const parameters =
    job === "" ? undefined : await deps.providers.jenkins.findParameters(account, job, Number(number));
  if (parameters === undefined)
    throw faults.SERVICE_ITEM_MISSING({ service, key: escapeMarkdown(toShown(key)) });
  const words = parameters.map(toWord);
  if (words.length > MOST_PARAMETERS || words.includes(undefined) || /[\s"{}]/.test(job))
    throw faults.SERVICE_PARAMETERS_HIDDEN({ job: escapeMarkdown(toShown(job)) });
  const given = Object.fromEntries(parameters.map(({ name, value = "" }) => [name, value]));
  const request = await askBuild(turn, job, given, deps);
  return deps.askConfirmation(turn, ["jenkins build", job, ...words].join(" "), request);
}

/** As somebody would type it; undefined for what can't be typed, or isn't told to anybody. */
function toWord({ name, value }: BuildParameter): string | undefined {
  if (value === undefined || !/^[\w.-]{1,100}$/.test(name)) return undefined;
  if (/^[^\s"{}]+$/.test(value)) return `${name}=${value}`;
  return /["\r\n\t]| {2}/.test(value) ? undefined : `${name}="${value}"`;
}
