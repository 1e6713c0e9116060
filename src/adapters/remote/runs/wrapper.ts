/**
 * Functions of all scripts about runs; `$dir` is a run's folder. A process is known by its number and by when it began,
 * for numbers come again: after the machine was restarted, soon.
 */
export const FUNCTIONS = `
born() {
  if [ -r /proc/self/stat ]; then
    line=$(cat "/proc/$1/stat" 2>/dev/null) || return 0
    set -- \${line##*)}
    case \${1-} in
    '' | Z | X) return 0 ;;
    esac
    printf '%s.%s' "$(cat /proc/sys/kernel/random/boot_id 2>/dev/null)" "\${20-}"
  else
    ps -o lstart= -p "$1" 2>/dev/null | tr -s ' ' '_'
  fi
}
lives() {
  number= since=
  [ -r "$1" ] && read -r number since <"$1"
  [ -n "$since" ] && [ "$(born "$number")" = "$since" ]
}
finish() {
  printf '%-20s\\n' "$1" 1<>"$dir/exit.part" && mv -f "$dir/exit.part" "$dir/exit"
}
end_group() {
  kill -TERM "-$1" 2>/dev/null
  tries=0
  while kill -0 "-$1" 2>/dev/null && [ "$tries" -lt "$2" ]; do
    tries=$((tries + 1))
    sleep 1
  done
  kill -KILL "-$1" 2>/dev/null
}
`;

/**
 * Keeps one run: starts it, watches its time, and writes down its end. Arguments: folder, seconds in all, seconds of
 * silence, seconds between TERM and KILL, umask, working directory; what sets the environment on stdin. Who makes the
 * folder `started` decides: this script, which then runs, or somebody who had waited for too long or cancelled the run.
 */
export const KEEPER = `
dir=$1 limit=$2 silence=$3 grace=$4
${FUNCTIONS}
now() {
  if read -r seconds rest 2>/dev/null </proc/uptime; then
    seconds=\${seconds%%.*}
  else
    seconds=$(date +%s)
  fi
}
size() {
  set -- $(ls -ln "$dir/log" 2>/dev/null)
  bytes=\${5-0}
}
watch() {
  now
  begun=$seconds quiet=$seconds known=
  while [ "$(born "$child")" = "$since" ]; do
    sleep 1
    now
    size
    [ "$bytes" = "$known" ] || known=$bytes quiet=$seconds
    if [ -e "$dir/cancelled" ]; then
      :
    elif [ "$limit" -gt 0 ] && [ $((seconds - begun)) -ge "$limit" ]; then
      : >"$dir/timed-out"
    elif [ "$silence" -gt 0 ] && [ $((seconds - quiet)) -ge "$silence" ]; then
      : >"$dir/silent"
    else
      continue
    fi
    end_group "$child" "$grace"
    return
  done
}
printf '%s %s\\n' "$$" "$(born "$$")" >"$dir/keeper"
mkdir "$dir/started" 2>/dev/null || exit 0
exec 3<&0 </dev/null
setsid sh "$dir/launch" "$dir" "$5" "$6" 3<&3 >>"$dir/log" 2>&1 &
child=$!
exec 3<&-
since=$(born "$child")
printf '%s %s\\n' "$child" "$since" >"$dir/pid.part" && mv -f "$dir/pid.part" "$dir/pid"
watch &
watcher=$!
wait "$child"
code=$?
if [ -e "$dir/cancelled" ] || [ -e "$dir/timed-out" ] || [ -e "$dir/silent" ]; then
  wait "$watcher"
else
  kill "$watcher" 2>/dev/null
fi
finish "$code"
`;

/**
 * Becomes the script, in a session of its own: login profile, then what was given, then the working directory.
 * Arguments: folder, umask, working directory.
 */
export const LAUNCH = `
ployst_dir=$1 ployst_umask=$2 ployst_folder=$3
case $ployst_folder in
/*) ;;
*) ployst_folder=$HOME/$ployst_folder ;;
esac
ployst_given=$(cat <&3)
exec 3<&-
umask "$ployst_umask"
[ ! -r /etc/profile ] || . /etc/profile
[ ! -r "$HOME/.profile" ] || . "$HOME/.profile"
set -- "$ployst_dir" "$ployst_folder" "$ployst_given"
unset ployst_dir ployst_umask ployst_folder ployst_given
eval "$3"
cd "$2" || exit 1
case $(head -n 1 "$1/script") in
'#!'*) exec "$1/script" ;;
*) exec sh "$1/script" ;;
esac
`;
