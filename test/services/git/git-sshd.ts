import { writeFile } from "node:fs/promises";
import path from "node:path";
import { startSshd, type Sshd } from "../../../demo/hosts/sshd.ts";

/** A real sshd on loopback that serves git below a folder, to one key, and nothing else. */
export async function startGitSshd(root: string): Promise<Sshd> {
  const sshd = await startSshd({ keyOptions: (home) => `restrict,command="sh ${home}/serve"` });
  await writeFile(
    path.join(sshd.home, "serve"),
    `case "$SSH_ORIGINAL_COMMAND" in
"git-upload-pack '/"*) repository=\${SSH_ORIGINAL_COMMAND#"git-upload-pack '/"} ;;
*) echo "git only" >&2; exit 1 ;;
esac
exec git upload-pack --strict "${root}/\${repository%"'"}"
`,
  );
  return sshd;
}
