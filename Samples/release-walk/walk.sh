#!/bin/sh
# Walks one release through integration, alpha and beta: a regression, a flaky test, an outage, a waiver that
# ends, a dependency that nobody approved. Each step prints the verdict of the gate and its exit code.
#
# EXITGATE names the command; it is searched for in the path otherwise. Everything happens in a temporary folder, or in
# the empty one that FOLDER names, which is kept.
set -eu
exitgate=${EXITGATE:-exitgate}
if [ "${FOLDER:-}" ]; then
    folder=$FOLDER
else
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
fi
cd "$folder"
export EXITGATE_ACTOR=ann

cat > exitgate.yml <<'END'
format: 1
project: shop
release: "2.4"
END

lock() { # VERSION
    printf '{"lockfileVersion": 3, "packages": {"": {"dependencies": {"alpha": "^1.0.0"}}, "node_modules/alpha": {"version": "%s"}}}\n' "$1" > package-lock.json
}

# Twelve tests; the letter says what happens: . all pass, F one fails, K one is flaky, O an outage breaks all.
report() { # LETTER
    mkdir -p out
    {
        echo '<testsuite name="shop">'
        for test in adds pays ships sorts finds logs mails prints counts rounds saves loads; do
            inside=''
            case "$1 $test" in
            "F pays") inside='<failure type="AssertionError" message="the sum is off by a cent"/>' ;;
            "K ships") inside='<flakyFailure type="TimeoutError" message="no answer within two seconds"/>' ;;
            "O "*) inside='<error type="OSError" message="no route to the database host"/>' ;;
            esac
            echo "<testcase classname=\"shop.Cart\" name=\"$test\" time=\"0.1\">$inside</testcase>"
        done
        echo '</testsuite>'
    } > out/shop.xml
}

number=0
ingest() { # PHASE LETTER COMMIT
    report "$2"
    number=$((number + 1))
    "$exitgate" ingest out --phase "$1" --run-key "run $number" --commit "$3" --branch main --quiet > /dev/null
}

approve() { # PHASE
    "$exitgate" baseline capture "$1" --quiet > /dev/null
    "$exitgate" baseline propose "BL-$1-$2" -m complete --quiet > /dev/null
    "$exitgate" baseline approve "BL-$1-$2" -m reviewed --by ben --quiet > /dev/null
}

step=0
gate() { # PHASE WHAT
    step=$((step + 1))
    code=0
    "$exitgate" gate "$1" > verdict.txt 2> errors.txt || code=$?
    verdict=$(head -n 1 verdict.txt | cut -d ' ' -f 1)
    echo "$step. $2: $verdict, exit code $code"
    if [ "${VERBOSE:-}" ]; then cat verdict.txt; fi
}

lock 1.0.0
ingest construction . c0ffee00
gate integration 'nothing was tested'
ingest integration . c0ffee01
gate integration 'all pass, and no baseline is approved'
approve integration 1
gate integration 'the baseline is approved'

ingest alpha . c0ffee01
ingest alpha . c0ffee02
approve alpha 1
gate alpha 'alpha begins clean'
ingest alpha F c0ffee03
gate alpha 'a regression'
ingest alpha . c0ffee04
gate alpha 'it is repaired'
ingest alpha K c0ffee05
gate alpha 'a flaky test'
test=$("$exitgate" test list ships --format json | sed -n 's/.*"id": "\(TEST-[0-9]*\)".*/\1/p' | head -n 1)
ends=$(date -u -d '+4 seconds' +%Y-%m-%dT%H:%M:%SZ 2> /dev/null || date -u -v+4S +%Y-%m-%dT%H:%M:%SZ)
"$exitgate" waiver request flaky-share "$test" --phase alpha --until "$ends" --risk low --owner ann -m 'the fix is on its way' --quiet
"$exitgate" waiver approve WVR-1 --by ben -m 'a moment is fine' --quiet
gate alpha 'a waiver excuses it'
sleep 5
gate alpha 'the waiver has ended'
ingest alpha O c0ffee06
gate alpha 'an outage'
ingest alpha . c0ffee07
gate alpha 'a clean run, and nobody said what the outage was'
"$exitgate" issue fix ISS-1 --commit c0ffee07 -m 'the database host was moved' --quiet
"$exitgate" issue close ISS-1 -m 'one failure shows no rate; the host is watched' --quiet
gate alpha 'somebody said it'
lock 2.0.0
ingest alpha . c0ffee08
gate alpha 'a dependency that nobody approved'
"$exitgate" change new --title 'alpha 2.0' -m 'end of support' --item pkg:npm/alpha --back-out 'pin 1.0.0' --quiet
"$exitgate" change submit CR-1 --quiet
"$exitgate" change assess CR-1 --quiet
"$exitgate" change approve CR-1 --by ben -m 'read its notes' --quiet
gate alpha 'its change is approved, after it was tested'
ingest beta . c0ffee08
approve beta 1
"$exitgate" baseline freeze BL-beta-1 -m 'the beta begins' --quiet
gate beta 'beta has run once, and wants seven days'
