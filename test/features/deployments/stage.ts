import type { RemoteHost, RunReading } from "../../../src/adapters/remote/contract/index.ts";
import type {
  DeploymentGroupRecord,
  DeploymentRecord,
  ProjectRecord,
  ServerRecord,
  Transaction,
} from "../../../src/adapters/store/contract/index.ts";
import { newId } from "../../../src/core/ids.ts";
import { JobDelay, type JobRun, type JobSpec } from "../../../src/core/job.ts";
import { silentLog } from "../../../src/core/log.ts";
import type { DeploymentDeps } from "../../../src/features/deployments/deps.ts";
import { deploymentJob } from "../../../src/features/deployments/run-job.ts";
import { createFakeSource, fakeSha, type FakeSource } from "../../support/fake-source.ts";
import { LeapingTime } from "../../support/leaping-time.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";

export const SHA = fakeSha("one");

/** What a server says: each call takes the next of its answers, the last one for ever. */
export interface ScriptedHost {
  readonly readings: Partial<RunReading>[];
  /** Thrown instead of connecting, as long as there are any. */
  readonly refusals: Error[];
  /** Thrown by the call of that name, once. */
  readonly faults: Map<string, Error>;
  readonly calls: string[];
}

/** One deployment to one server, run by hand. */
export interface Stage {
  readonly store: TestStore;
  readonly time: LeapingTime;
  readonly host: ScriptedHost;
  readonly source: FakeSource;
  readonly deps: DeploymentDeps;
  /** What is kept for the server; to be changed. */
  readonly variables: Record<string, string>;
  readonly project: ProjectRecord;
  readonly server: ServerRecord;
  readonly ids: { readonly group: string; readonly deployment: string; readonly user: string };
  /** Runs the job again and again until it wants to come back no more; `between` is called before each return. */
  drive(between?: (visit: number) => Promise<void>): Promise<void>;
  die(): Promise<void>;
  group(): Promise<DeploymentGroupRecord>;
  deployment(): Promise<DeploymentRecord>;
  output(): Promise<string>;
  close(): Promise<void>;
}

export interface StageOptions {
  readonly acquire?: ProjectRecord["acquire"];
  /** It waits for one approval, until then. */
  readonly expiresAt?: Date;
}

export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const store = await openTestStore();
  const time = new LeapingTime();
  const source = createFakeSource();
  const host: ScriptedHost = { readings: [], refusals: [], faults: new Map(), calls: [] };
  const variables: Record<string, string> = { TOKEN: "very-secret" };
  const planted = await store.transaction((tx) => plant(tx, options));
  const deps = toDeps({ store, time, source, host, variables });
  const { group: groupId, deployment: deploymentId } = planted.ids;
  const run: JobRun = {
    ...{ id: "job", holder: "me", targetId: groupId, payload: {}, attempt: 1 },
    signal: new AbortController().signal,
  };
  const find = async <T>(found: Promise<T | undefined>): Promise<T> => {
    const value = await found;
    if (value === undefined) throw new Error("it is gone");
    return value;
  };
  return {
    ...{ store, time, host, source, variables, deps, ...planted },
    drive: (between) => drive(deploymentJob, run, { deps, time, between }),
    die: () => Promise.resolve(deploymentJob.onDead?.(run, new Error("dead"), deps)),
    group: () => find(store.read((reads) => reads.deployments.findGroup(groupId))),
    deployment: () => find(store.read((reads) => reads.deployments.find(deploymentId))),
    output: async () => {
      const chunks = await store.read((reads) => reads.deployments.listOutput(deploymentId, -1, 500));
      return chunks.map(({ chunk }) => chunk).join("");
    },
    close: () => store.cleanup(),
  };
}

async function drive(
  job: JobSpec<DeploymentDeps>,
  run: JobRun,
  {
    deps,
    time,
    between,
  }: {
    readonly deps: DeploymentDeps;
    readonly time: LeapingTime;
    readonly between: ((visit: number) => Promise<void>) | undefined;
  },
): Promise<void> {
  for (let visit = 1; ; visit += 1)
    try {
      await job.run(run, deps);
      return;
    } catch (error) {
      if (!(error instanceof JobDelay)) throw error;
      time.leap(Math.max(0, error.runAfter.getTime() - time.now().getTime()));
      await between?.(visit);
    }
}

function toDeps({
  store,
  time,
  source,
  host,
  variables,
}: Pick<Stage, "store" | "time" | "source" | "host" | "variables">): DeploymentDeps {
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    deployments: {
      ...{ store, clock: time, timers: time, log: silentLog, source, troubles: new Map() },
      showCard: nothing,
      news: { onDeploymentChanged: nothing, onServerChanged: nothing },
      wakeJobs: () => undefined,
      toTokenName: () => "GIT_TOKEN_GITHUB_COM",
      useServer: async (_server, work) => {
        const refusal = host.refusals.shift();
        if (refusal !== undefined) throw refusal;
        return work(toHost(host));
      },
      readVariables: () => Promise.resolve({ ...variables }),
      isRealmLine: (line) => line.startsWith("::realm"),
      saveRealms: nothing,
      record: () => Promise.reject(new Error("nobody asked")),
      askConfirmation: () => Promise.reject(new Error("nobody asked")),
      toLogUrl: () => "",
    },
  };
}

function toHost({ readings, faults, calls }: ScriptedHost): RemoteHost {
  const called = <T>(name: string, value: T): Promise<T> => {
    calls.push(name);
    const fault = faults.get(name);
    faults.delete(name);
    return fault === undefined ? Promise.resolve(value) : Promise.reject(fault);
  };
  const ended = { state: "ended", exitCode: 0, isCancelled: false } as const;
  return {
    hostKey: "SHA256:x",
    exec: () => Promise.reject(new Error("nothing is run so")),
    check: () => called("check", { system: "Lab", upSeconds: 1 }),
    writeEnvironment: () => called("writeEnvironment", undefined),
    listKeys: () => called("listKeys", []),
    authorizeKeys: () => called("authorizeKeys", undefined),
    removeKeys: () => called("removeKeys", undefined),
    receiveArchive: () => called("receiveArchive", "received" as const),
    switchCurrent: () => called("switchCurrent", undefined),
    readCurrent: () => called("readCurrent", undefined),
    pruneReleases: () => called("pruneReleases", []),
    startRun: ({ id }) => called(`startRun ${id}`, "started" as const),
    cancelRun: () => called("cancelRun", "ended" as const),
    removeRun: () => called("removeRun", true),
    readRun: (_id, offset) => {
      const next = readings.length > 1 ? readings.shift() : readings[0];
      const chunk = next?.chunk ?? Buffer.alloc(0);
      const nextOffset = offset + chunk.length;
      return called("readRun", { ...ended, logBytes: nextOffset, ...next, chunk, nextOffset });
    },
  };
}

async function plant(
  tx: Transaction,
  { acquire = "archive", expiresAt }: StageOptions,
): Promise<Pick<Stage, "project" | "server" | "ids">> {
  const person = { tenantId: "t", aadObjectId: "mira", teamsUserId: "29:mira", displayName: "Mira Chen" };
  const { id: user } = await tx.users.ensure(person);
  const teamId = (await tx.teams.create({ tenantId: "t", name: "Platform", ownerId: user }))?.id ?? "";
  const cloud = await tx.clouds.create({
    ...{ teamId, name: "ours", provider: "existing", privateNetwork: "", address: "", region: "" },
    settings: {},
  });
  const asked = { requestedBy: user, conversationId: "", threadRootId: "" };
  const spec = { os: "linux", image: "", size: "", region: "", clientToken: newId() } as const;
  const login = { publicAddress: "203.0.113.7", sshUser: "deploy", sshPort: 22 };
  const [server] =
    (await tx.servers.createMany([
      { teamId, cloudId: cloud?.id ?? "", name: "web-1", ...spec, ...login, ...asked },
    ])) ?? [];
  if (server === undefined) throw new Error("no server");
  await tx.servers.move(server.id, ["requested"], "online");
  const project = await tx.projects.create({
    ...{ teamId, name: "shop", vcs: "git", repositoryUrl: "https://git.example.com/octo/shop" },
    ...{ ghRepoId: "", defaultRef: "main", acquire, directory: "~/shop", script: "true" },
    ...{ hooks: {}, settings: {} },
  });
  if (project === undefined) throw new Error("no project");
  const made = await tx.deployments.create({
    ...{ teamId, projectId: project.id, ref: "main", sha: SHA, previousSha: "", ...asked, plan: {} },
    ...{ noop: false, rollbackOf: "", approvalsNeeded: expiresAt === undefined ? 0 : 1 },
    ...(expiresAt === undefined
      ? { state: "queued" as const }
      : { state: "pending_approval" as const, expiresAt }),
    servers: [{ serverId: server.id, script: "true", previousSha: "" }],
  });
  const ids = { group: made.group.id, deployment: made.deployments[0]?.id ?? "", user };
  return { project, server, ids };
}
