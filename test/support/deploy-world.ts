import { readFile } from "node:fs/promises";
import path from "node:path";
import { startLabHost, type LabHost } from "../../demo/hosts/index.ts";
import type { FakeMessage, FakePerson } from "../../demo/teams/connector/index.ts";
import type { ProjectRecord, ServerRecord, Transaction } from "../../src/adapters/store/index.ts";
import { newId } from "../../src/core/ids.ts";
import { makeKey, type TestKey } from "../adapters/remote/start-server.ts";
import { readable, startChat, type Chat, type ChatOptions } from "./chat.ts";
import { createFakeSource, type FakeSource } from "./fake-source.ts";
import { makeTeamSite, type TeamSite } from "./team-site.ts";

/** A server of a team's, with the host behind it. */
export interface DeployServer {
  readonly record: ServerRecord;
  readonly lab: LabHost;
  /** The commit that its current release holds; undefined for none. */
  current(project?: string): Promise<string | undefined>;
  /** A file of the home folder; undefined for none. */
  read(file: string): Promise<string | undefined>;
}

/** A team with servers that answer, projects, and a repository to deploy from. */
export interface DeployWorld {
  readonly chat: Chat;
  readonly site: TeamSite;
  readonly source: FakeSource;
  server(name: string): Promise<DeployServer>;
  project(
    name: string,
    servers: readonly DeployServer[],
    more?: Partial<Pick<ProjectRecord, "script" | "settings" | "acquire" | "directory" | "repositoryUrl">>,
  ): Promise<ProjectRecord>;
  /** The person joins the team with these powers. */
  join(person: FakePerson, powers: readonly string[]): Promise<void>;
  /** Asks, presses the first button of the answer, and gives what then stands on the card. */
  agree(person: FakePerson, text: string): Promise<string>;
  press(person: FakePerson, message: FakeMessage, label: string): Promise<string>;
  /** The card that tells how a deployment stands, once it reads so. */
  shows(number: number, pattern: RegExp): Promise<{ readonly text: string; readonly message: FakeMessage }>;
  /** The bot's message in the channel or its threads that reads so, if there is one. */
  says(pattern: RegExp): FakeMessage | undefined;
  setVariables(project: ProjectRecord, variables: Readonly<Record<string, string>>): Promise<void>;
  close(): Promise<void>;
}

export async function startDeployWorld(options: ChatOptions = {}): Promise<DeployWorld> {
  const source = createFakeSource();
  const chat = await startChat({
    ...options,
    env: { OUTBOUND_PRIVATE_HOSTS: "127.0.0.1", ...options.env },
    overrides: { source, ...options.overrides },
  });
  const site = await makeTeamSite(chat, chat.mira);
  const { store } = chat.app.parts;
  const key = makeKey();
  const pairId = await store.transaction((tx) => plantPair(tx, site, key));
  const labs: LabHost[] = [];
  const press: DeployWorld["press"] = async (person, message, label) => {
    const { card, error, toast } = await chat.teams.clickButton(person, message.id, label);
    if (error !== undefined) return error.message;
    return card === undefined ? (toast ?? "") : readable({ ...message, card });
  };
  return {
    chat,
    site,
    source,
    press,
    server: async (name) => {
      const lab = await startLabHost();
      labs.push(lab);
      await lab.authorize(key.publicKey);
      const record = await store.transaction((tx) => plantServer(tx, site, { name, lab, pairId }));
      const read = (file: string): Promise<string | undefined> =>
        readFile(path.join(lab.home, file), "utf8").catch(() => undefined);
      const current = async (project = "shop"): Promise<string | undefined> =>
        (await read(`${project}/current/version`))?.trim();
      return { record, lab, read, current };
    },
    project: (name, servers, more = {}) =>
      store.transaction((tx) => plantProject(tx, site, { name, servers, more })),
    join: async (person, powers) => {
      await chat.ask(person, "about", chat.teams.personalChat(person));
      await store.transaction(async (tx) => {
        const user = await tx.users.findByAad(person.tenantId, person.aadObjectId);
        const member = { teamId: site.teamId, userId: user?.id ?? "", role: "user" } as const;
        await tx.teamMembers.create({ ...member, permissions: [...powers], state: "active" });
      });
      await chat.ask(person, "team use Platform");
    },
    agree: async (person, text) => {
      const { message } = await chat.ask(person, text);
      return press(person, message, firstButton(message));
    },
    shows: (number, pattern) =>
      chat.teams.world.waitFor(() => {
        for (const message of chat.channel.threads) {
          const text = message.from === "bot" ? readable(message) : "";
          if (text.includes(`#${String(number)} of`) && pattern.test(text)) return { text, message };
        }
        return undefined;
      }),
    says: (pattern) =>
      chat.channel.threads
        .flatMap((root) => [root, ...root.replies])
        .find((message) => message.from === "bot" && pattern.test(readable(message))),
    setVariables: async (project, variables) => {
      await store.transaction(async (tx) => {
        const made = await tx.environments.create({ teamId: site.teamId, variables });
        await tx.projects.setEnvironment(project.id, "", made.id);
      });
    },
    close: async () => {
      await chat.close();
      for (const lab of labs) await lab.close();
    },
  };
}

function firstButton(message: FakeMessage): string {
  const title = /"type":"Action\.Execute","title":"([^"]+)"/.exec(JSON.stringify(message.card ?? {}))?.[1];
  if (title === undefined) throw new Error(`no button on: ${readable(message)}`);
  return title;
}

async function plantPair(tx: Transaction, { teamId }: TeamSite, key: TestKey): Promise<string> {
  const pair = await tx.keyPairs.create({
    ...{ ownerType: "team", ownerId: teamId, name: "deploys", algorithm: "ed25519" },
    ...{ publicKey: key.publicKey, privateKey: key.privateKey, fingerprint: "SHA256:deploys" },
  });
  return pair?.id ?? "";
}

async function plantServer(
  tx: Transaction,
  { teamId, cloudId, ownerId }: TeamSite,
  { name, lab, pairId }: { readonly name: string; readonly lab: LabHost; readonly pairId: string },
): Promise<ServerRecord> {
  const spec = { os: "linux", image: "", size: "", region: "" } as const;
  const login = { publicAddress: lab.address, sshUser: "deploy", sshPort: lab.port };
  const asked = { name, clientToken: newId(), requestedBy: ownerId, conversationId: "", threadRootId: "" };
  const [server] = (await tx.servers.createMany([{ teamId, cloudId, ...spec, ...login, ...asked }])) ?? [];
  if (server === undefined) throw new Error(`server ${name} is there`);
  await tx.servers.move(server.id, ["requested"], "online");
  // Just looked at: what a test says of it stays so for a minute.
  await tx.servers.change(server.id, { checkedAt: new Date() });
  await tx.serverKeyPairs.want(server.id, [pairId]);
  await tx.serverKeyPairs.markAttached(server.id, pairId);
  return { ...server, status: "online" };
}

async function plantProject(
  tx: Transaction,
  { teamId }: TeamSite,
  {
    name,
    servers,
    more,
  }: {
    readonly name: string;
    readonly servers: readonly DeployServer[];
    readonly more: Partial<ProjectRecord>;
  },
): Promise<ProjectRecord> {
  const from = { vcs: "github", repositoryUrl: "https://github.com/octo/shop", ghRepoId: "" } as const;
  const how = { defaultRef: "main", acquire: "archive", directory: name, script: "true" } as const;
  const project = await tx.projects.create({
    ...{ teamId, name, ...from, ...how, hooks: {}, settings: {} },
    ...more,
  });
  if (project === undefined) throw new Error(`project ${name} is there`);
  await tx.projects.setServers(
    project.id,
    servers.map(({ record }) => record.id),
  );
  return project;
}
