#!/bin/sh
# Exitgate
# SPDX-License-Identifier: Apache-2.0
#
# Builds everything and runs all tests; arguments go to `swift test`, such as --filter ReadersTests.
set -eu
cd "$(dirname "$0")/.."
sh .ci/prepare
swift build --build-tests
if command -v docc >/dev/null 2>&1; then
    # A broken link in the handbook is a failed test.
    handbook=$(mktemp -d)
    docc convert Sources/exitgate/Handbook.docc --warnings-as-errors --output-path "$handbook" \
        --fallback-display-name Exitgate --fallback-bundle-identifier exitgate
    rm -rf "$handbook"
fi
exec swift test --skip-build --disable-xctest "$@"
