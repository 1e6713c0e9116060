import { ENDS, NEED, PRELUDE } from "../shell/scripts.ts";
import { quote } from "../shell/quoting.ts";
import { FUNCTIONS, KEEPER, LAUNCH } from "./wrapper.ts";

/** The log is read in pieces of this size, for they begin where a file can be read from without reading all before. */
export const BLOCK = 16_384;
// Its environment becomes the run's, so it sets none. What it is told comes as assignments on stdin; their last one
// tells that all has come.
/** id, seconds in all, of silence, and between TERM and KILL, working directory. Says `started` or `already`. */
export const START = `
${NEED}
need setsid
mask=$(umask)
umask 077
eval "$(cat)"
[ "\${ployst_complete-}" = yes ] || exit 1
dir=$HOME/.ployst/runs/$1
mkdir -p "$HOME/.ployst/runs" || exit ${String(ENDS.noRoom)}
if ! mkdir "$dir" 2>/dev/null; then
  [ -d "$dir" ] || exit ${String(ENDS.noRoom)}
  echo already
  exit 0
fi
{
  printf '%s' "$ployst_script" >"$dir/script" &&
    printf '%s' ${quote(KEEPER)} >"$dir/keep" &&
    printf '%s' ${quote(LAUNCH)} >"$dir/launch" &&
    printf '%-20s\\n' '?' >"$dir/exit.part" &&
    : >"$dir/log" &&
    chmod 700 "$dir/script"
} || {
  rm -rf "$dir"
  exit ${String(ENDS.noRoom)}
}
echo started
exec </dev/null >/dev/null 2>&1
printf '%s' "$ployst_given" | setsid sh "$dir/keep" "$dir" "$2" "$3" "$4" "$mask" "$5" &
`;

// A run that was about to begin for more than a minute does not begin any more: its starter died, and whoever looks
// takes its place. Asked for the end twice, for it may come between the first time and the look at the processes.
const STATE = `${PRELUDE}
dir=$HOME/.ployst/runs/$1
${FUNCTIONS}
ended() {
  [ -e "$dir/exit" ] || return 1
  state=ended
  read -r code <"$dir/exit"
}
look() {
  state=running code=-
  if [ ! -d "$dir" ]; then
    state=absent
    return
  fi
  ended && return
  if [ ! -d "$dir/started" ]; then
    [ -n "$(find "$dir" -prune -mmin +1)" ] || return
    mkdir "$dir/started" 2>/dev/null
  fi
  lives "$dir/keeper" && return
  lives "$dir/pid" && return
  ended || state=vanished
}
`;

/** id, blocks to pass over, blocks to read. A line of facts, then a part of the log. */
export const READ = `${STATE}
look
cancelled=- limit=-
[ ! -e "$dir/cancelled" ] || cancelled=cancelled
[ ! -e "$dir/timed-out" ] || limit=time
[ ! -e "$dir/silent" ] || limit=silence
set -- "$1" "$2" "$3" $(ls -ln "$dir/log" 2>/dev/null)
printf '%s %s %s %s %s\\n' "$state" "$code" "$cancelled" "$limit" "\${8-0}"
[ ! -e "$dir/log" ] || dd if="$dir/log" bs=${String(BLOCK)} skip="$2" count="$3" 2>/dev/null
exit 0
`;

/**
 * id, seconds between TERM and KILL. The keeper ends the run; where it is gone, or doesn't do that in time, this script
 * does. Says the state.
 */
export const CANCEL = `${STATE}
umask 077
mkdir -p "$HOME/.ployst/runs" || exit ${String(ENDS.noRoom)}
mkdir "$dir" 2>/dev/null
look
if [ "$state" = running ]; then
  : >"$dir/cancelled" || exit ${String(ENDS.noRoom)}
  if mkdir "$dir/started" 2>/dev/null; then
    finish never
  fi
  waited=0 most=$(($2 + 5))
  look
  while [ "$state" = running ] && [ "$waited" -le "$most" ]; do
    if lives "$dir/pid" && { [ "$waited" -eq "$most" ] || ! lives "$dir/keeper"; }; then
      read -r child since <"$dir/pid"
      end_group "$child" "$2"
    fi
    sleep 1
    waited=$((waited + 1))
    look
  done
fi
printf '%s\\n' "$state"
`;

/** id. Says `running`, or that it is removed. */
export const REMOVE = `${STATE}
look
if [ "$state" = running ]; then
  echo running
else
  rm -rf "$dir" && echo removed
fi
`;
