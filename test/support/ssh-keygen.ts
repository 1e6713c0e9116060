import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The real `ssh-keygen`, in a folder that is gone afterwards. */
export interface SshKeygen {
  /** The public key that belongs to a private one, without its comment. */
  publicKeyOf(privateKey: string): Promise<string>;
  /** `SHA256:…` of a public key. */
  fingerprintOf(publicKey: string): Promise<string>;
  /** A private key that it makes itself. */
  make(...options: readonly string[]): Promise<string>;
}

/** Is it there? With REQUIRE_SERVICES=1 it must be. */
export async function hasSshKeygen(): Promise<boolean> {
  try {
    await run("ssh-keygen", ["-l", "-f", "/nonexistent"]);
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (isMissing && process.env["REQUIRE_SERVICES"] === "1") throw error;
    return !isMissing;
  }
  return true;
}

/** Gives the work an `ssh-keygen` of its own. */
export async function withSshKeygen<T>(work: (keygen: SshKeygen) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), "ployst-keys-"));
  const file = path.join(folder, "key");
  const keygen = async (...options: readonly string[]): Promise<string> =>
    (await run("ssh-keygen", [...options, "-f", file], { timeout: 20_000 })).stdout.trim();
  try {
    return await work({
      publicKeyOf: async (privateKey) => {
        await writeFile(file, privateKey, { mode: 0o600 });
        const [type = "", key = ""] = (await keygen("-y", "-P", "")).split(" ");
        return `${type} ${key}`;
      },
      fingerprintOf: async (publicKey) => {
        await writeFile(file, `${publicKey}\n`);
        return (await keygen("-l", "-E", "sha256")).split(" ")[1] ?? "";
      },
      make: async (...options) => {
        await rm(file, { force: true });
        await keygen("-q", ...options);
        return readFile(file, "utf8");
      },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
