#!/usr/bin/env bash
# end.sh PID: asks a program to end, and fails unless it and everything it started is gone in 20 seconds.
set -euo pipefail

tree() {
  local child
  printf '%s\n' "$1"
  for child in $(pgrep -P "$1" || true); do tree "$child"; done
}

# A zombie has ended: nothing but its parent can remove it.
alive() {
  local pid
  for pid in "$@"; do
    ps -o pid=,stat=,args= -p "$pid" | awk '$2 !~ /^Z/' || true
  done
}

mapfile -t pids < <(tree "$1")
printf '%d processes to end\n' "${#pids[@]}"
kill -TERM "$1"
for _ in {1..100}; do
  left=$(alive "${pids[@]}")
  [ -n "$left" ] || exit 0
  sleep 0.2
done
printf 'still there:\n%s\n' "$left"
exit 1
