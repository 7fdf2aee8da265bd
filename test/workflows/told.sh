#!/usr/bin/env bash
# told.sh TOLD EXPECTED: what a step told the workflow must be exactly this.
set -euo pipefail
diff --label expected --label told -u <(printf '%s\n' "$2") <(printf '%s\n' "$1") && printf 'told: %s\n' "$1"
