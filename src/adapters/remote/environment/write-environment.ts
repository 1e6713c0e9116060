import { MINUTE } from "../../../core/clock.ts";
import { editHomeFile } from "../files/edit-file.ts";
import type { ServerSide } from "../shell/scripts.ts";
import { withBlock } from "./profile-block.ts";
import { toVariables } from "./variables.ts";
import { toWindowsCommand } from "./windows.ts";

const PROFILE = { path: ".profile", what: "Writing the environment into ~/.profile" };

/** As `RemoteHost.writeEnvironment` says. */
export async function writeEnvironment(
  server: ServerSide,
  variables: Readonly<Record<string, string>>,
): Promise<void> {
  const entries = toVariables(variables, server.os);
  if (server.os === "linux") {
    await editHomeFile(server, PROFILE, (profile) => withBlock(profile, entries));
    return;
  }
  const { command, stdin } = toWindowsCommand(entries);
  await server.run({
    what: "Writing the environment into the registry",
    text: command,
    stdin,
    timeoutMs: MINUTE,
  });
}
