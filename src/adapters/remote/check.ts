import { z } from "zod";
import { faults } from "../../core/errors.ts";
import { toLine } from "../../core/plain-text.ts";
import type { RemoteCheck } from "./contract/index.ts";
import { encodePowerShell } from "./environment/windows.ts";
import { PRELUDE, type ServerSide } from "./shell/scripts.ts";

const WHAT = "Asking the server how it is";
const MOST_CHARACTERS = 200;

const LINUX = `${PRELUDE}
up=
read -r up idle 2>/dev/null </proc/uptime
printf '%s\\n' "$up"
(. /etc/os-release && printf '%s, ' "$PRETTY_NAME") 2>/dev/null
uname -sr
`;
const WINDOWS = String.raw`
$system = Get-CimInstance Win32_OperatingSystem
[int]((Get-Date) - $system.LastBootUpTime).TotalSeconds
$system.Caption + ', ' + $system.Version
`;

const UP = z.coerce.number().nonnegative();

/** As `RemoteHost.check` says. */
export async function check(server: ServerSide): Promise<RemoteCheck> {
  const text = server.os === "linux" ? LINUX : encodePowerShell(WINDOWS);
  const { stdout } = await server.run({ what: WHAT, text });
  const [up = "", ...system] = stdout.toString().trimEnd().split("\n");
  if (system.length === 0) throw faults.SERVER_COMMAND_FAILED({ host: server.host, what: WHAT });
  const seconds = up.trim() === "" ? undefined : UP.safeParse(up).data;
  return {
    system: toLine(system.join(" "), MOST_CHARACTERS),
    upSeconds: seconds === undefined ? undefined : Math.floor(seconds),
  };
}
