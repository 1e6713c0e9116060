import { faults } from "../../../core/errors.ts";
import type { CloudDriver, CloudHttp } from "../contract/index.ts";
import type { Time } from "../settling.ts";
import { createApi, provider } from "./api.ts";
import { createDroplet } from "./create.ts";
import { digitalOceanDescription } from "./description.ts";
import { findByTag, listOwn } from "./find.ts";
import { createLists } from "./lists.ts";
import { actOnDroplet } from "./power.ts";
import { toServer } from "./server.ts";
import { Droplet } from "./shapes.ts";
import { verifyAccount } from "./verify.ts";

const ID = /^[1-9]\d{0,18}$/;

/** DigitalOcean by its API v2: docs.digitalocean.com/reference/api. Droplets are known by their number in all regions. */
export function createDigitalOcean(http: CloudHttp, time: Time): CloudDriver {
  const api = createApi({ http, clock: time.clock });
  const lists = createLists(api, time.clock);
  const describeServer: CloudDriver["describeServer"] = async (account, { providerId }) => {
    if (!ID.test(providerId)) return undefined;
    const path = `/v2/droplets/${providerId}`;
    const found = await api.read(Droplet, account, { method: "GET", path, scopes: ["droplet:read"] });
    return found && toServer(found.droplet);
  };
  const deleteServer: CloudDriver["deleteServer"] = async (account, server) => {
    if (!ID.test(server.providerId)) return "missing";
    const path = `/v2/droplets/${server.providerId}`;
    const ask = { method: "DELETE", path, scopes: ["droplet:delete"], what: "the deletion" } as const;
    const answer = await api.call(account, ask, [404, 422]);
    if (answer.status === 404) return "missing";
    if (answer.status !== 422) return "deleting";
    const isBusy = (await describeServer(account, server))?.isBusy === true;
    throw isBusy ? faults.CLOUD_BUSY({ provider }) : api.refusedFor(account, answer);
  };
  return {
    description: digitalOceanDescription,
    verify: (account) => verifyAccount(api, account),
    ...lists,
    createServer: (account, order, signal) =>
      createDroplet(account, order, { api, lists, time, deleteServer }, signal),
    describeServer,
    findByToken: async (account, { clientToken }) => (await findByTag(api, account, clientToken))[0],
    power: (account, server, action) => actOnDroplet(account, server, action, api, describeServer),
    forceStop: (account, server) => actOnDroplet(account, server, "forceStop", api, describeServer),
    deleteServer,
    listByTag: (account) => listOwn(api, account),
  };
}
