#!/bin/sh
# Exitgate
# SPDX-License-Identifier: Apache-2.0
#
# Builds everything and runs all tests; arguments go to `swift test`, such as --filter ReadersTests.
set -eu
cd "$(dirname "$0")/.."
sh .ci/prepare
swift build --build-tests --traits PostgreSQL
if command -v docc >/dev/null 2>&1; then
    # A broken link in the handbook is a failed test.
    handbook=$(mktemp -d)
    docc convert Sources/exitgate/Handbook.docc --warnings-as-errors --output-path "$handbook" \
        --fallback-display-name Exitgate --fallback-bundle-identifier exitgate
    rm -rf "$handbook"
fi
# Our formats are checked by their published schemas. Without a way to these, say so: the tests are then left out.
if [ "${EXITGATE_VALIDATORS:-}" != none ]; then
    EXITGATE_VALIDATORS=$(sh Tests/Validators/prepare) || {
        echo "error: the validators of our formats cannot be installed; EXITGATE_VALIDATORS=none leaves them out" >&2
        exit 1
    }
    export EXITGATE_VALIDATORS
fi
swift test --skip-build --disable-xctest --traits PostgreSQL "$@"
# The recipes for pipelines, step by step.
if [ "${EXITGATE_RECIPES:-}" != none ]; then
    sh Tests/Recipes/run "$(swift build --traits PostgreSQL --show-bin-path)/exitgate"
fi
# The plugin, in a package outside of this one; it builds exitgate as it is by default.
if [ "${EXITGATE_PLUGIN:-}" != none ]; then sh Tests/Plugin/run; fi
# Reports of the samples, looked at in a browser.
if [ "${EXITGATE_PAGES:-}" != none ]; then
    sh Tests/Pages/run "$(swift build --traits PostgreSQL --show-bin-path)/exitgate"
fi
# The suites of stores and use cases once more, on a server of their own.
if [ "${EXITGATE_TEST_SERVER:-}" != none ]; then
    server=$(mktemp -d)
    trap 'sh Tests/PostgreSQL/stop "$server"' EXIT
    EXITGATE_TEST_SERVER=$(sh Tests/PostgreSQL/start "$server")
    export EXITGATE_TEST_SERVER
    swift test --skip-build --disable-xctest --traits PostgreSQL \
        --filter '^(StorageTests|WorkflowTests|EndToEndTests\.Server)' "$@"
fi
