#!/bin/sh
# Exitgate
# SPDX-License-Identifier: Apache-2.0
#
# Builds exitgate and installs it with its manual page and shell completions.
#
# usage: sh Samples/install/install.sh [--prefix FOLDER] [--without-postgresql]
#
# The folder is /usr/local by default; a folder of your own, such as ~/.local, needs no rights. Installed are
# bin/exitgate, share/man/man1/exitgate.1, and completions for bash, zsh and fish where these shells look for them.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
prefix=/usr/local
traits='--traits PostgreSQL'
while [ $# -gt 0 ]; do
    case $1 in
    --prefix)
        [ $# -gt 1 ] || { echo "error: --prefix needs a folder" >&2; exit 64; }
        prefix=$2
        shift
        ;;
    --without-postgresql) traits= ;;
    --help | -h)
        sed -n '5,10s/^# \{0,1\}//p' "$0"
        exit 0
        ;;
    *)
        echo "error: unknown option $1; --help tells what there is" >&2
        exit 64
        ;;
    esac
    shift
done

command -v swift > /dev/null || { echo "error: swift is not in the path; 6.1 or newer builds exitgate" >&2; exit 69; }
sh "$root/.ci/prepare"
static=--static-swift-stdlib
[ "$(uname)" = Linux ] || static=
# shellcheck disable=SC2086
swift build --package-path "$root" -c release --product exitgate $static $traits -Xlinker -s
# shellcheck disable=SC2086
built=$(swift build --package-path "$root" -c release $traits --show-bin-path)/exitgate

mkdir -p "$prefix/bin" "$prefix/share/man/man1" "$prefix/share/bash-completion/completions" \
    "$prefix/share/zsh/site-functions" "$prefix/share/fish/vendor_completions.d"
# Under another name first: a running exitgate is never half replaced.
cp "$built" "$prefix/bin/exitgate.new"
mv "$prefix/bin/exitgate.new" "$prefix/bin/exitgate"
exitgate=$prefix/bin/exitgate
"$exitgate" manual > "$prefix/share/man/man1/exitgate.1"
"$exitgate" --generate-completion-script bash > "$prefix/share/bash-completion/completions/exitgate"
"$exitgate" --generate-completion-script zsh > "$prefix/share/zsh/site-functions/_exitgate"
"$exitgate" --generate-completion-script fish > "$prefix/share/fish/vendor_completions.d/exitgate.fish"
echo "installed $("$exitgate" --version) as $exitgate"
case ":$PATH:" in
*":$prefix/bin:"*) ;;
*) echo "hint: add $prefix/bin to PATH" ;;
esac
