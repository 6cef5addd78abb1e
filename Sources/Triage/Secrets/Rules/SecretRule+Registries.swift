// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension SecretRule {
    /// Where packages and images are published.
    static let registries: [SecretRule] = [
        SecretRule(
            "npm-token",
            .token(["npm_"], .alphanumeric, 36),
            masks: ["//registry.example/:_authToken=«npm_<36>»", "publish «npm_<36>» failed"],
            keeps: ["npm_config_cache=/tmp/x", "npm_lifecycle_event"]
        ),
        SecretRule(
            "pypi-token",
            .token(["pypi-"], .base64URL, 50),
            masks: ["twine upload with «pypi-<120>»"],
            keeps: ["pypi-publish step", "pypi-mirror-eu"]
        ),
        SecretRule(
            "docker-token",
            .token(["dckr_pat_", "dckr_oat_"], .base64URL, 20),
            masks: ["docker login «dckr_pat_<27>» denied"],
            keeps: ["dckr_pat_x"]
        ),
        SecretRule(
            "rubygems-token",
            .token(["rubygems_"], .hex, exactly: 48),
            masks: ["gem push «rubygems_<48>»"],
            keeps: ["rubygems_version", "rubygems_<12>"]
        ),
        SecretRule(
            "crates-token",
            .token(["cio"], .alphanumeric, exactly: 32, startsWord: true),
            masks: ["cargo publish «cio<32>» refused"],
            keeps: ["cio<12>", "cioppino"]
        ),
        SecretRule(
            "nuget-key",
            .token(["oy2"], .lower, exactly: 43, startsWord: true),
            masks: ["nuget push «oy2<43>»"],
            keeps: ["oy2abc"]
        ),
        SecretRule(
            "artifactory-token",
            .token(["AKCp", "cmVmdGtuOj"], .alphanumeric, 48, startsWord: true),
            masks: ["jfrog «AKCp<69>» denied", "jfrog «cmVmdGtuOj<54>»"],
            keeps: ["AKCp8"]
        ),
        SecretRule(
            "clojars-token",
            .token(["CLOJARS_"], .alphanumeric, 40),
            masks: ["lein deploy «CLOJARS_<60>»"],
            keeps: ["CLOJARS_USERNAME"]
        ),
    ]
}
