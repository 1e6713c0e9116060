import {
  makeSshKeyPair,
  startLabHost,
  type LabHost,
  type LabHostOptions,
  type SshKeyPair,
} from "../../../demo/hosts/index.ts";
import {
  createRemote,
  type Remote,
  type RemoteAccess,
  type RemoteHost,
  type RemoteOptions,
} from "../../../src/adapters/remote/index.ts";
import { silentLog } from "../../../src/core/log.ts";

/** A lab host that one key opens, and the adapter that may go there. */
export interface TestServer {
  readonly lab: LabHost;
  readonly remote: Remote;
  readonly key: TestKey;
  readonly access: RemoteAccess;
  /** One use of the server. */
  readonly use: <T>(work: (host: RemoteHost) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
}

export type TestKey = SshKeyPair;
export const makeKey = makeSshKeyPair;

export function makeRemote(change: Partial<RemoteOptions> = {}): Remote {
  return createRemote({ allowsAddress: () => true, log: silentLog, ...change });
}

export async function startServer(
  options: { readonly lab?: LabHostOptions; readonly remote?: Partial<RemoteOptions> } = {},
): Promise<TestServer> {
  const lab = await startLabHost(options.lab);
  const remote = makeRemote(options.remote);
  const key = makeKey();
  await lab.authorize(key.publicKey);
  const access: RemoteAccess = {
    address: { host: lab.address, port: lab.port, user: "deploy" },
    os: "linux",
    privateKeys: [key.privateKey],
    hostKey: lab.hostKey,
  };
  return {
    ...{ lab, remote, key, access },
    use: (work) => remote.use(access, work, { signal: new AbortController().signal }),
    close: async () => {
      await remote.close();
      await lab.close();
    },
  };
}
