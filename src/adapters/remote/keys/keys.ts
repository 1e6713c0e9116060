import { faults } from "../../../core/errors.ts";
import type { RemoteKeys } from "../contract/index.ts";
import { editHomeFile, readHomeFile } from "../files/edit-file.ts";
import type { ServerSide } from "../shell/scripts.ts";
import { listKeys, readPlainKey, withKeys, withoutKeys } from "./authorized-keys.ts";

const FILE = {
  path: ".ssh/authorized_keys",
  what: "Changing ~/.ssh/authorized\\_keys",
  mode: "600",
} as const;

export function createKeys(server: ServerSide): RemoteKeys {
  return {
    listKeys: async () => listKeys(await readHomeFile(server, FILE)),
    authorizeKeys: (lines) => editHomeFile(server, FILE, (file) => withKeys(file, lines)),
    removeKeys: (lines, keep) =>
      editHomeFile(server, FILE, (file) => {
        const left = withoutKeys(file, lines);
        if (!lines.map(readPlainKey).includes(server.publicKey)) return left;
        const staying = listKeys(left);
        const isHeld = keep.map(readPlainKey).some((key) => staying.includes(key));
        if (!isHeld) throw faults.SERVER_KEY_LAST({ host: server.host });
        return left;
      }),
  };
}
