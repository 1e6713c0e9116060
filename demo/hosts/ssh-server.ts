import { readFile } from "node:fs/promises";
import path from "node:path";
import ssh2 from "ssh2";
import type { AuthContext, Connection, PublicKeyAuthContext, Server, Session } from "ssh2";
import { runCommand, type Shell } from "./commands.ts";

export interface HostShell extends Shell {
  readonly mostSessions: number;
  /** Counts up. */
  readonly logins: { count: number };
}

/** SSH for whoever has a key in the home folder's `authorized_keys`: commands, and nothing else. */
export function createSshServer(hostKey: string, shell: HostShell): Server {
  return new ssh2.Server({ hostKeys: [hostKey] }, (connection) => {
    // A client that leaves in the middle is its own affair.
    connection.on("error", () => undefined);
    connection.on("authentication", (context) => {
      shell.logins.count += 1;
      void isLetIn(context, shell.home).then((isIn) =>
        isIn ? context.accept() : context.reject(["publickey"]),
      );
    });
    serveSessions(connection, shell);
  });
}

function serveSessions(connection: Connection, shell: HostShell): void {
  let open = 0;
  connection.on("session", (accept, reject) => {
    if (open >= shell.mostSessions) {
      reject();
      return;
    }
    open += 1;
    const session: Session = accept();
    session.once("close", () => (open -= 1));
    session.once("exec", (take, _refuse, { command }) => runCommand(session, take(), command, shell));
  });
}

/** Read at each login, as sshd does. */
async function isLetIn(context: AuthContext, home: string): Promise<boolean> {
  if (context.method !== "publickey") return false;
  const file = await readFile(path.join(home, ".ssh", "authorized_keys"), "utf8").catch(() => "");
  const encoded = context.key.data.toString("base64");
  const isListed = file
    .split("\n")
    .some((line) => !line.startsWith("#") && line.split(/\s+/).includes(encoded));
  return isListed && isProven(context);
}

/** Without a signature the client only asks whether the key would do (RFC 4252, section 7). */
function isProven({ key, signature, blob, hashAlgo }: PublicKeyAuthContext): boolean {
  if (signature === undefined || blob === undefined) return true;
  const parsed = ssh2.utils.parseKey(key.data);
  return !(parsed instanceof Error) && parsed.verify(blob, signature, hashAlgo);
}
