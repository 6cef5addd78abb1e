#!/bin/sh
# Exitgate
# SPDX-License-Identifier: Apache-2.0
#
# Makes results/: stages each run of runs.tsv and runs every test runner on the program.
# The XML is what the runners wrote, but for the paths and the name of this machine.

set -eu

fail() {
    echo "make-results: $*" >&2
    exit 1
}

for tool in c++ cmake ctest node patch python3 swift; do
    command -v "$tool" >/dev/null || fail "$tool is needed and not found"
done
python3 -m pytest --version >/dev/null 2>&1 || fail "pytest is needed: python3 -m pip install pytest"

cd "$(dirname "$0")"
work=$(cd "$(mktemp -d)" && pwd -P)
program=$work/program
service=
tab=$(printf '\t')

start_service() {
    node "$program/payment-service/server.mjs" >"$work/service.log" 2>&1 &
    service=$!
    until grep -q listening "$work/service.log"; do
        kill -0 "$service" 2>/dev/null || fail "the payment service did not start: $(cat "$work/service.log")"
        sleep 0.1
    done
}

stop_service() {
    [ -n "$service" ] || return 0
    kill "$service" 2>/dev/null || true
    wait "$service" 2>/dev/null || true
    service=
}

trap 'stop_service; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# run_in DIRECTORY RESULTS COMMAND...: runs a test runner of the program.
# Failing tests are what the sample is about; a runner that leaves no results is not.
run_in() (
    cd "$program/$1"
    results=$2
    shift 2
    "$@" >"$work/log" 2>&1 </dev/null || true
    [ -s "$results" ] || fail "no results from $*: $(cat "$work/log")"
)

# Writes to stdout the XML of a runner as if it had run in /build/orders on build-host.
neutral() {
    sed -e "s|$program|/build/orders|g" \
        -e "s|$python_library|/usr/lib/python3|g" \
        -e "s|hostname=\"$(uname -n)\"|hostname=\"build-host\"|g" "$1"
}

python_library=$(python3 -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')
export TMPDIR="$work"
export PAYMENT_ADDRESS=127.0.0.1:18085
export PYTEST_DISABLE_PLUGIN_AUTOLOAD=1
# Swift's hashing differs from process to process; this leaves FIRST_ORDER as the only chance.
export SWIFT_DETERMINISTIC_HASHING=1

echo "building in $work"
cp -R program "$program"
cmake -S "$program/pricing" -B "$program/pricing/build" >"$work/log"
swift build --package-path "$program/stock" --build-tests --jobs 1 >"$work/log" 2>&1 || fail "$(cat "$work/log")"

tail -n +2 runs.tsv >"$work/runs"
while IFS="$tab" read -r _ _ key _ settings _ _ _ path patch payment first_order; do
    echo "running $key"
    out=$work/$path
    mkdir -p "$out"

    # A patch stays for the runs after it, like the commit it is.
    [ "$patch" = - ] || patch -s -p1 -d "$program" <"$patch"
    cmake --build "$program/pricing/build" >"$work/log" 2>&1 || fail "$(cat "$work/log")"
    export ORDERS_DB="${settings##*db=}" FIRST_ORDER="$first_order"
    [ "$payment" = down ] || start_service

    run_in checkout "$out/pytest.xml" \
        python3 -m pytest --junitxml="$out/pytest.xml"
    run_in pricing "$out/ctest.xml" \
        ctest --test-dir build --output-on-failure --output-junit "$out/ctest.xml"
    run_in payments "$out/node.xml" \
        node --test --test-reporter=junit --test-reporter-destination="$out/node.xml" test/
    run_in stock "$out/swift-swift-testing.xml" \
        swift test --skip-build --parallel --num-workers 1 --xunit-output "$out/swift.xml"

    stop_service
done <"$work/runs"

rm -rf results
(cd "$work" && find results -name '*.xml') | while read -r file; do
    mkdir -p "${file%/*}"
    neutral "$work/$file" >"$file"
done
echo "wrote $(find results -name '*.xml' | wc -l) files to results/"
