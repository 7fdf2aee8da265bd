#!/usr/bin/env bash
# kill-when-serves.sh RUNNER PROGRAM URL VERSION: waits until the version is served, and then kills what the runner, a process id, runs of the program.
set -euo pipefail
"$(dirname "$0")/until-serves.sh" "$3" "$4"
pid=$(pgrep --parent "$1" --full "$2")
printf 'killing %d\n' "$pid"
kill -KILL "$pid"
