# The packages that npm itself is built from are real ones that fit each other.
cat > package.json <<'P'
{
  "name": "shop", "version": "0.1.0", "private": true,
  "dependencies": {"pacote": "*", "semver": "*", "glob": "*"},
  "devDependencies": {"node-gyp": "*", "npm-packlist": "*"}
}
P
serve npm.py "$(npm root -g)/npm/node_modules"
lock_npm() { # FORMAT
    npm install -s --package-lock-only --ignore-scripts --no-audit --no-fund --registry "$address" --lockfile-version "$1"
    npm ls -s --package-lock-only --all --long --json > tree.json
    jq -r '.dependencies | keys[]' tree.json > direct
    jq -r '[.. | objects | .dependencies? // empty | to_entries[] | [.value.name, .value.version]] | unique[] | @tsv' tree.json
}
