#!/usr/bin/env bash
# What a release asks of `gh`, over a folder: a ref or a release is a file named after its tag. Refs move only forward: a higher letter.
set -euo pipefail
refs=$GITHUB_FAKE/refs releases=$GITHUB_FAKE/releases
mkdir -p "$refs" "$releases"
case "$*" in
  'api repos/octo/sluice/git/ref/tags/'*)
    tag=${2##*/}
    [ -f "$refs/$tag" ] || { echo 'gh: Not Found (HTTP 404)' >&2; exit 1; }
    cat "$refs/$tag"
    ;;
  'api --method PATCH repos/octo/sluice/git/refs/tags/'*)
    tag=${4##*/} to=${6#sha=}
    [ -f "$refs/$tag" ] || { echo 'gh: Reference does not exist (HTTP 422)' >&2; exit 1; }
    [[ ! "$to" < "$(cat "$refs/$tag")" ]] || { echo 'gh: Update is not a fast forward (HTTP 422)' >&2; exit 1; }
    printf '%s' "$to" >"$refs/$tag"
    ;;
  'api repos/octo/sluice/git/refs --raw-field '*) printf '%s' "${6#sha=}" >"$refs/${4#ref=refs/tags/}" ;;
  'release view '*)
    [ -f "$releases/$3" ] || { echo 'release not found' >&2; exit 1; }
    echo "$3"
    ;;
  'release create '*)
    [ -f "$refs/$3" ] || { echo 'tag does not exist' >&2; exit 1; }
    { echo "${*: -1}"; cat "${10}"; } >"$releases/$3"
    ;;
  *) echo "not a call of a release: gh $*" >&2; exit 1 ;;
esac
