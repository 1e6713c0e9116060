import type { CloudRecord, ServerRecord } from "../../adapters/store/contract/index.ts";
import { faults, isFault } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { once, type Sent } from "../../core/once.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ConfirmationRequest, Turn } from "../../core/turn.ts";
import type { CloudInUse, Deps } from "./deps.ts";
import { getCloud, getServer, getTeam } from "./find.ts";
import { byActor } from "../../core/doer.ts";
import { sayServer } from "./words.ts";

export type PowerTurn = Turn<{ readonly name: string }>;
export type Power = "start" | "stop" | "reboot";

const WORDS: Readonly<
  Record<
    Power,
    { readonly verb: string; readonly label: string; readonly done: string; readonly what: string }
  >
> = {
  start: { verb: "started", label: "Start", done: "Starting", what: "the start" },
  stop: { verb: "stopped", label: "Stop", done: "Switching off", what: "the stop" },
  reboot: { verb: "rebooted", label: "Reboot", done: "Rebooting", what: "the reboot" },
};

/** What runs on it stops: that is asked first. */
export async function askPower(
  action: "stop" | "reboot",
  turn: PowerTurn,
  deps: Deps,
): Promise<ConfirmationRequest> {
  const { server, cloud } = await find(turn, deps);
  await open(cloud, deps);
  const { label } = WORDS[action];
  const fate =
    action === "stop"
      ? "What runs on it stops until it is started again; most providers go on charging for it."
      : "What runs on it stops for a moment.";
  return {
    question: `${label} ${sayServer(server, getTeam(turn.actor))} in cloud **${escapeMarkdown(cloud.name)}**? ${fate}`,
    label,
    target: { server: server.id, action },
  };
}

/** `server start|stop|reboot <name>`: written down before the provider is asked, so that a reboot is sent once. */
export async function powerServer(action: Power, turn: PowerTurn, deps: Deps): Promise<Reply> {
  const { server, cloud } = await find(turn, deps);
  const agreed = turn.confirmed?.["server"];
  if (agreed !== undefined && agreed !== server.id) throw faults.SERVER_CHANGED();
  const inUse = await open(cloud, deps);
  const { verb, done, what } = WORDS[action];
  const { name: provider } = inUse.driver.description;
  await once(
    {
      intent: {
        intentKey: `${turn.jobId}:${action}`,
        userId: turn.actor.userId,
        kind: `server ${action}`,
        target: { server: server.id },
      },
      event: {
        ...byActor(turn),
        ...{ teamId: server.teamId, entityType: "server", entityId: server.id, verb },
        data: { name: server.name, cloudId: cloud.id },
      },
      send: () => send(action, server, inUse),
      // What is started or stopped shows only later, and a reboot never does.
      find: () => Promise.resolve(undefined),
      unknown: () => faults.CLOUD_OUTCOME_UNKNOWN({ provider, what }),
      toResult: () => ({}),
      fromResult: () => undefined,
    },
    deps.store,
  );
  deps.wakeChecks();
  const text = `✅ ${done}: ${sayServer(server, getTeam(turn.actor))}. \`server show ${server.name}\` tells how it is.`;
  return reply.text(text);
}

async function send(
  action: Power,
  server: ServerRecord,
  { driver, account }: CloudInUse,
): Promise<Sent<undefined>> {
  try {
    await driver.power(account, server, action);
    return { kind: "done", value: undefined };
  } catch (error) {
    if (isFault(error, "CLOUD_OUTCOME_UNKNOWN")) return { kind: "unknown" };
    throw error;
  }
}

async function find(
  { args, actor }: PowerTurn,
  deps: Deps,
): Promise<{ readonly server: ServerRecord; readonly cloud: CloudRecord }> {
  const found = await deps.store.read(async (reads) => {
    const server = await getServer(args.name, actor, reads);
    return { server, cloud: await getCloud(server, reads) };
  });
  const { status, providerId } = found.server;
  const name = escapeMarkdown(found.server.name);
  if (status === "deleting") throw faults.SERVER_DELETING({ name });
  if (status === "deploying") throw faults.SERVER_BUSY({ name });
  if (providerId === "" || status === "provisioning") throw faults.SERVER_NOT_MADE({ name });
  return found;
}

/** Throws CLOUD_POWER_UNSUPPORTED. */
async function open(cloud: CloudRecord, deps: Deps): Promise<CloudInUse> {
  const inUse = await deps.useCloud(cloud);
  const { canPower, name } = inUse.driver.description;
  if (!canPower) throw faults.CLOUD_POWER_UNSUPPORTED({ provider: name.toLowerCase() });
  return inUse;
}
