import { faults } from "../../../core/errors.ts";
import type {
  CloudAccount,
  CloudServer,
  CloudServerState,
  PowerAction,
  ServerPlace,
} from "../contract/index.ts";
import { provider, type Api } from "./api.ts";

/** docs.digitalocean.com/reference/api/reference/droplet-actions */
const TYPES = {
  start: "power_on",
  stop: "shutdown",
  reboot: "reboot",
  forceStop: "power_off",
} as const;

/** Where it leads; a reboot leads to where it began. */
const GOALS: Readonly<Record<keyof typeof TYPES, CloudServerState | undefined>> = {
  start: "running",
  stop: "stopped",
  reboot: undefined,
  forceStop: "stopped",
};

/** Looks before it acts: what is so already, or is being worked on, is not asked for again. */
export async function actOnDroplet(
  account: CloudAccount,
  server: ServerPlace,
  action: PowerAction | "forceStop",
  api: Api,
  describe: (account: CloudAccount, server: ServerPlace) => Promise<CloudServer | undefined>,
): Promise<void> {
  const isNeeded = async (): Promise<boolean> => {
    const found = await describe(account, server);
    if (found === undefined || found.state === "gone") throw faults.CLOUD_SERVER_GONE({ provider });
    if (found.isBusy) throw faults.CLOUD_BUSY({ provider });
    return found.state !== GOALS[action];
  };
  if (!(await isNeeded())) return;
  const path = `/v2/droplets/${server.providerId}/actions`;
  const answer = await api.call(
    account,
    {
      ...{ method: "POST", path, body: { type: TYPES[action] }, scopes: ["droplet:update"] },
      what: action === "reboot" ? "the reboot" : `the ${action === "start" ? "start" : "stop"}`,
    },
    [404, 422],
  );
  if (answer.status === 404) throw faults.CLOUD_SERVER_GONE({ provider });
  // Somebody else was faster.
  if (answer.status === 422 && (await isNeeded())) throw api.refusedFor(account, answer);
}
