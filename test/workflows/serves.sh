#!/usr/bin/env bash
# serves.sh URL VERSION [FLAG OF CURL ...]: twelve requests on connections of their own must all be answered, and by this version.
set -euo pipefail
versions=$(for _ in {1..12}; do curl --silent --show-error --fail --max-time 5 --output /dev/null --write-out '%header{x-version}\n' "${@:3}" "$1"; done | sort | uniq -c | xargs)
printf 'answers by version: %s\n' "$versions"
[ "$versions" = "12 $2" ]
