#!/bin/sh
# Exitgate: test results in, a verdict out. SPDX-License-Identifier: Apache-2.0
# Copy to ci/pipeline.sh, for a CI system without a recipe of its own, or for your machine: sh ci/pipeline.sh [FOLDER]
# Adapt ci/install-exitgate.sh (see Installing in the handbook), ci/test.sh (writes JUnit XML into out/) and the phase;
# exitgate.yml names the release. FOLDER outlives the job, such as a mounted volume: the store is copied from there and
# back. Of two jobs at once the last writer wins. Without FOLDER the store stays where it is: .exitgate here, or where
# EXITGATE_STORE points to: a file on a local disk that stays, or postgresql://ci@db.example/exitgate.
set -eu
phase=integration
folder=${1:-}

# Always: report, then save the store, then end as the gate did.
finish() {
    code=$?
    trap - EXIT
    exitgate report --phase "$phase" --output exitgate-report || echo "no report" >&2
    if [ -n "$folder" ] && [ -e .exitgate/exitgate.sqlite ]; then
        # A consistent copy under another name first, so that nobody ever finds half a store.
        new=$folder/exitgate.sqlite.new
        if ! { rm -f "$new" && exitgate store backup "$new" > /dev/null && mv "$new" "$folder/exitgate.sqlite"; }; then
            echo "error: the store is not saved" >&2
            if [ "$code" -eq 0 ]; then code=69; fi
        fi
    fi
    exit "$code"
}

sh ci/install-exitgate.sh
trap finish EXIT
trap 'exit 143' HUP INT TERM

# Bring the store.
if [ -n "$folder" ]; then
    mkdir -p "$folder" .exitgate
    rm -f .exitgate/exitgate.sqlite*
    if [ -e "$folder/exitgate.sqlite" ]; then cp "$folder/exitgate.sqlite" .exitgate/; fi
fi

# Run the tests. A failing one must not end the job: the gate decides.
rm -rf out
sh ci/test.sh || true

# 65: some results cannot be read, the rest is stored. After any other failure there is nothing to decide about.
code=0
exitgate ingest out --phase "$phase" || code=$?
if [ "$code" -eq 0 ] || [ "$code" -eq 65 ]; then
    gate=0
    exitgate gate "$phase" || gate=$?
    # An unreadable file never hides a NO_GO.
    if [ "$code" -eq 0 ] || [ "$gate" -eq 3 ]; then code=$gate; fi
fi
exit "$code"
