import type { ServerRecord, ServerStatus } from "../../src/adapters/store/index.ts";
import { newId } from "../../src/core/ids.ts";
import type { FakePerson } from "../../demo/teams/connector/index.ts";
import type { Chat } from "./chat.ts";

/** A team of Ployst with a cloud, made by a person in their own chat. */
export interface TeamSite {
  readonly teamId: string;
  readonly cloudId: string;
  readonly ownerId: string;
  /** An online server of that name, or of another status. */
  server(
    name: string,
    status?: Exclude<ServerStatus, "deleting" | "deleted">,
    os?: ServerRecord["os"],
  ): Promise<ServerRecord>;
}

export async function makeTeamSite(chat: Chat, owner: FakePerson, name = "Platform"): Promise<TeamSite> {
  await chat.ask(owner, `team create ${name}`, chat.teams.personalChat(owner));
  const { store } = chat.app.parts;
  const { tenantId, aadObjectId } = owner;
  const made = await store.transaction(async (tx) => {
    const user = await tx.users.findByAad(tenantId, aadObjectId);
    const team = await tx.teams.findByName(tenantId, name);
    if (user === undefined || team === undefined) throw new Error(`no team ${name}`);
    const cloud = await tx.clouds.create({
      ...{ teamId: team.id, name: "do-main", provider: "digitalocean", privateNetwork: "" },
      ...{ address: "", region: "fra1", settings: {} },
    });
    return { teamId: team.id, cloudId: cloud?.id ?? "", ownerId: user.id };
  });
  return {
    ...made,
    server: (serverName, status = "online", os = "linux") =>
      store.transaction(async (tx) => {
        const place = { teamId: made.teamId, cloudId: made.cloudId, conversationId: "", threadRootId: "" };
        const spec = { os, image: "debian-13-x64", size: "s-1vcpu-1gb", region: "fra1" };
        const login = { publicAddress: "203.0.113.7", sshUser: "root", sshPort: 22 };
        const asked = { name: serverName, clientToken: newId(), requestedBy: made.ownerId };
        const [server] = (await tx.servers.createMany([{ ...place, ...spec, ...login, ...asked }])) ?? [];
        if (server === undefined) throw new Error(`server ${serverName} is there`);
        if (status !== "requested") await tx.servers.move(server.id, ["requested"], status);
        // Just looked at: nobody is there, which Ployst would find five seconds later.
        await tx.servers.change(server.id, { checkedAt: new Date() });
        return { ...server, status };
      }),
  };
}
