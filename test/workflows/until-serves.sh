#!/usr/bin/env bash
# until-serves.sh URL VERSION: waits until twelve requests in a row are answered by this version, for at most a minute.
set -euo pipefail
for _ in {1..60}; do
  if "$(dirname "$0")/serves.sh" "$1" "$2" >/dev/null 2>&1; then exit 0; fi
  sleep 1
done
printf '%s does not serve %s after a minute\n' "$1" "$2"
exit 1
