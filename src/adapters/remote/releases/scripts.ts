import { ENDS, PRELUDE } from "../shell/scripts.ts";

const FUNCTIONS = `${PRELUDE}
case $1 in
/*) root=$1 ;;
*) root=$HOME/$1 ;;
esac
releases=$root/releases
`;

/** With less room than this a disk is full: tar doesn't always say why it stopped writing. */
const LEAST_KIB = 64;

/**
 * folder, sha, part; a tar stream on stdin. Says `already` or `unpacked`. Some kinds of tar leave the padding at the end
 * unread; that the stream was read to its end is how its maker knows that it was whole.
 */
export const UNPACK = `${FUNCTIONS}
need tar
if [ -d "$releases/$2" ]; then
  echo already
  exit 0
fi
part=$releases/$2.part-$3
trap 'rm -rf "$part"' EXIT
trap 'exit 143' TERM HUP INT
if mkdir -p "$releases" && mkdir "$part" && tar -xof - -C "$part" && cat >/dev/null; then
  trap - EXIT
  echo unpacked
  exit 0
fi
set -- $(df -Pk "$part" 2>/dev/null | tail -n 1)
[ "\${4-${String(LEAST_KIB)}}" -lt ${String(LEAST_KIB)} ] 2>/dev/null && exit ${String(ENDS.noRoom)}
exit 1
`;

/** folder, sha, part. Its own step: that the stream came to its end is known only where it came from. */
export const PUBLISH = `${FUNCTIONS}
part=$releases/$2.part-$3
touch "$part" || exit 1
if mv -T "$part" "$releases/$2"; then
  echo received
elif [ -d "$releases/$2" ]; then
  rm -rf "$part"
  echo already
else
  exit 1
fi
`;

/** folder, sha, part. */
export const DISCARD = `${FUNCTIONS}
rm -rf "$releases/$2.part-$3"
`;

/** folder, sha. A link can't be changed in one step, but replaced. */
export const SWITCH = `${FUNCTIONS}
[ -d "$releases/$2" ] || exit ${String(ENDS.missing)}
if [ -e "$root/current" ] && [ ! -L "$root/current" ]; then
  exit ${String(ENDS.taken)}
fi
link=$root/current.ployst-$$
trap 'rm -f "$link"' EXIT
rm -f "$link"
ln -s "releases/$2" "$link" && mv -Tf "$link" "$root/current"
`;

/** folder. */
export const CURRENT = `${FUNCTIONS}
need readlink
readlink "$root/current"
exit 0
`;

/**
 * folder, how many to keep, and commits that stay, with blanks between. Says which went. What goes is renamed first: half
 * a release must not be taken for one.
 */
export const PRUNE = `${FUNCTIONS}
need readlink
cd "$releases" 2>/dev/null || exit 0
set -f
find . -maxdepth 1 -name '*.part-*' -mmin +1440 -exec rm -rf {} +
current=$(readlink ../current)
kept=0
for name in $(ls -1t); do
  case $name in
  *[!0-9a-f]*) continue ;;
  esac
  [ "\${#name}" -ge 40 ] && [ -d "$name" ] && [ ! -L "$name" ] || continue
  kept=$((kept + 1))
  [ "$kept" -gt "$2" ] || continue
  case " $3 \${current##*/} " in
  *" $name "*) continue ;;
  esac
  mv "$name" "$name.part-gone" && rm -rf "$name.part-gone" && echo "$name"
done
exit 0
`;
