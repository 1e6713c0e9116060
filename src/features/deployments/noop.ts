import type { RemoteHost } from "../../adapters/remote/contract/index.ts";
import type { RunDeps } from "./deps.ts";
import { endServer } from "./end-server.ts";
import type { Site } from "./environment.ts";
import { addOutput } from "./output.ts";

/** Everything but the deed: is the server there, and what would be changed on it? */
export async function tryOut(site: Site, host: RemoteHost, deps: RunDeps): Promise<void> {
  const { group, deployment, project } = site;
  const { system } = await host.check();
  const { acquire, directory } = project;
  const current = acquire === "none" ? undefined : await host.readCurrent(directory);
  const lines = [
    `Connected: ${system}`,
    ...(acquire === "none" ? [] : [`${directory}/current is ${current ?? "not there yet"}`]),
    `Nothing was changed; ${group.sha} would be deployed.`,
  ];
  await deps.store.transaction((tx) => addOutput(tx, deployment, `${lines.join("\n")}\n`));
  await endServer(group, deployment, { to: "success" }, deps);
}
