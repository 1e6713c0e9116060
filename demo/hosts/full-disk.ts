import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

// Reads what it is given, as the real one would until the disk is full, and says what that says.
const TAR = `#!/bin/sh
cat >/dev/null
echo "tar: data: Cannot write: No space left on device" >&2
exit 2
`;

export interface FullDisk {
  /** Stands first in the host's PATH. */
  readonly folder: string;
  readonly fill: (isFull: boolean) => Promise<void>;
  readonly remove: () => Promise<void>;
}

/** A disk without room, as far as `tar` is concerned. */
export async function createFullDisk(): Promise<FullDisk> {
  const folder = await mkdtemp(path.join(tmpdir(), "ployst-host-bin-"));
  const tar = path.join(folder, "tar");
  return {
    folder,
    fill: async (isFull) => {
      if (isFull) await writeFile(tar, TAR, { mode: 0o755 });
      else await rm(tar, { force: true });
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
