#!/bin/sh
# Exitgate
# SPDX-License-Identifier: Apache-2.0
#
# The main job on real results: builds exitgate when it is not built, ingests fifteen runs, and shows where they lead.
# The store goes to a new folder, which is printed at the end.
set -eu
sample=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$sample/../.." && pwd)

sh "$root/.ci/prepare"
swift build --package-path "$root" -c release --product exitgate
exitgate=$(swift build --package-path "$root" -c release --show-bin-path)/exitgate

work=$(mktemp -d "${TMPDIR:-/tmp}/exitgate-quick-start.XXXXXX")
store=$work/exitgate.sqlite
tab=$(printf '\t')
grep -v '^#' "$sample/runs.tsv" | while IFS=$tab read -r phase release key environment settings commit branch started path _; do
    set --
    for setting in $settings; do set -- "$@" --set "$setting"; done
    echo "$key"
    "$exitgate" ingest "$sample/$path" --store "$store" --phase "$phase" --release "$release" --run-key "$key" \
        --environment "$environment" "$@" --commit "$commit" --branch "$branch" --started "$started" --quiet
done

echo
"$exitgate" incident list --store "$store" --phase beta
echo
"$exitgate" status --store "$store" --phase beta --release 2.4
echo
"$exitgate" report --store "$store" --phase beta --release 2.4 --output "$work/report"
echo
echo "store: $store"
