import { faults } from "../../../core/errors.ts";
import { ENDS, PRELUDE, type ServerSide } from "../shell/scripts.ts";

const MOST_BYTES = 4 * 1024 * 1024;
const TRIES = 3;
const NONE = "none";

// Links are followed: what replaced a link would leave its target as it was. A stamp tells whether a file is the same.
const FUNCTIONS = `${PRELUDE}
resolve() {
  path=$1 hops=0
  while [ -L "$path" ] && [ "$hops" -lt 20 ]; do
    target=$(readlink "$path")
    case $target in
    /*) path=$target ;;
    *) path=$(dirname "$path")/$target ;;
    esac
    hops=$((hops + 1))
  done
}
stamp() {
  if [ ! -e "$path" ]; then
    echo ${NONE}
  elif command -v cksum >/dev/null 2>&1; then
    cksum <"$path"
  else
    md5sum <"$path"
  fi
}
need readlink
resolve "$HOME/$1"
`;

const READ = `${FUNCTIONS}
stamp
[ ! -e "$path" ] || cat "$path"
`;

// Written beside the file and moved over it, so that whoever reads it meanwhile finds the old or the new one. What came
// through a connection that broke is shorter than it should be, and doesn't count.
const REPLACE = `${FUNCTIONS}
umask 077
folder=$(dirname "$path") name=$(basename "$path") part=$path.ployst-$$
trap 'rm -f "$part"' EXIT
trap 'exit 143' TERM HUP INT
[ "$(stamp)" = "$2" ] || exit ${String(ENDS.busy)}
mkdir -p "$folder" || exit 1
if [ -n "$4" ]; then
  chmod 700 "$folder" || exit 1
fi
find "$folder" -maxdepth 1 -name "$name.ployst-*" -mmin +60 -exec rm -f {} + 2>/dev/null
if [ -e "$path" ]; then
  cp -p "$path" "$part" || exit 1
fi
cat >"$part" || exit 1
[ "$(wc -c <"$part")" -eq "$3" ] || exit ${String(ENDS.noRoom)}
if [ -n "$4" ]; then
  chmod "$4" "$part" || exit 1
fi
[ "$(stamp)" = "$2" ] || exit ${String(ENDS.busy)}
mv -f "$part" "$path"
`;

export interface HomeFile {
  /** Below the home folder. */
  readonly path: string;
  /** "Writing ~/.profile" */
  readonly what: string;
  /** Given to the file whatever it had, and 700 to its folder; undefined keeps what is there (600 for a new one). */
  readonly mode?: "600";
}

/** Reads a file of the user's; without one it is empty. */
export async function readHomeFile(server: ServerSide, file: HomeFile): Promise<Buffer> {
  return (await read(server, file)).content;
}

/**
 * Changes a file of the user's in one step; where nothing changes, nothing is written. Somebody else's change in between
 * makes it begin anew. Safe to repeat if the change is. Throws SERVER_FILE_BUSY, and what ServerSide throws.
 */
export async function editHomeFile(
  server: ServerSide,
  file: HomeFile,
  change: (before: Buffer) => Buffer,
): Promise<void> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const { stamp, content } = await read(server, file);
    const wanted = change(content);
    if (wanted.equals(content)) return;
    const { exitCode } = await server.run({
      what: file.what,
      text: REPLACE,
      args: [file.path, stamp, String(wanted.length), file.mode ?? ""],
      stdin: wanted,
      allow: [ENDS.busy],
    });
    if (exitCode === 0) return;
  }
  throw faults.SERVER_FILE_BUSY({ host: server.host, file: `~/${file.path}` });
}

async function read(
  server: ServerSide,
  { path, what }: HomeFile,
): Promise<{ readonly stamp: string; readonly content: Buffer }> {
  const { stdout } = await server.run({ what, text: READ, args: [path], mostBytes: MOST_BYTES });
  // A file that is larger would come back shortened.
  if (stdout.length >= MOST_BYTES) throw faults.SERVER_COMMAND_FAILED({ host: server.host, what });
  const end = stdout.indexOf("\n");
  return { stamp: stdout.toString("latin1", 0, end), content: stdout.subarray(end + 1) };
}
