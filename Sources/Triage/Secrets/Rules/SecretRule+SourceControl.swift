// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension SecretRule {
    /// Hosts of source code, and what builds and reviews it.
    static let sourceControl: [SecretRule] = [
        SecretRule(
            "github-token",
            .token(["ghp_", "gho_", "ghu_", "ghs_", "ghr_"], .alphanumeric, 36),
            masks: ["clone with «ghp_<36>» failed", "GITHUB_TOKEN=«ghs_<36>» retry", "x«gho_<40>»", "\"«ghr_<76>»\""],
            keeps: ["ghp_short is no token", "the prefix ghp_ alone", "graph_<2>"]
        ),
        SecretRule(
            "github-fine-grained-token",
            .token(["github_pat_"], .word, 22, anchor: 7),
            masks: ["use «github_pat_<82>» here"],
            keeps: ["github_pat_is_missing", "see github_path_of_x"]
        ),
        SecretRule(
            "gitlab-token",
            .token(
                [
                    "glpat-", "glrt-", "gldt-", "glcbt-", "glptt-", "glft-", "glimt-", "glagent-", "gloas-", "glsoat-",
                    "glffct-", "glwt-",
                ],
                .base64URL.union(ByteSet(".")),
                20
            ),
            masks: ["PRIVATE-TOKEN: «glpat-<20>»\nnext", "runner «glrt-<20>» gone", "deploy with «gldt-<20>»"],
            keeps: ["glpat-short", "glrt-1 and glrt-2"]
        ),
        SecretRule(
            "gitlab-runner-registration",
            .token(["GR1348941"], .base64URL, 20),
            masks: ["register «GR1348941<20>»"],
            keeps: ["GR1348941 alone"]
        ),
        SecretRule(
            "bitbucket-token",
            .token(["ATBB", "ATCTT3"], .base64URL.union(ByteSet("=")), 24, startsWord: true),
            masks: ["push as x: «ATBB<32>»", "repo «ATCTT3<180>»"],
            keeps: ["ATBB1 is a part", "ATBBOARD"]
        ),
        SecretRule(
            "atlassian-token",
            .token(["ATATT3"], .base64URL.union(ByteSet("=")), 24),
            masks: ["jira said no to «ATATT3<186>» today"],
            keeps: ["ATATT3 alone"]
        ),
        SecretRule(
            "linear-token",
            .token(["lin_api_", "lin_oauth_"], .alphanumeric, 32),
            masks: ["«lin_api_<40>» is refused", "«lin_oauth_<64>»"],
            keeps: ["lin_api_version=3"]
        ),
        SecretRule(
            "circleci-token",
            .token(["CCIPAT_", "CCIPRJ_"], .word, 30),
            masks: ["trigger with «CCIPAT_<64>»"],
            keeps: ["CCIPAT_UNSET"]
        ),
        SecretRule(
            "buildkite-token",
            .token(["bkua_"], .hex, 40),
            masks: ["agent «bkua_<40>» lost"],
            keeps: ["bkua_agent"]
        ),
        SecretRule(
            "sonar-token",
            .token(["sqp_", "squ_", "sqa_"], .hex, exactly: 40, startsWord: true),
            masks: ["scan «sqp_<40>» refused", "«squ_<40>»"],
            keeps: ["sqp_len = 3", "squ_<12>"]
        ),
        SecretRule(
            "postman-key",
            .token(["PMAK-"], .hex.union(ByteSet("-")), 50),
            masks: ["newman --x «PMAK-<59>»"],
            keeps: ["PMAK-12"]
        ),
        SecretRule(
            "figma-token",
            .token(["figd_"], .base64URL, 36),
            masks: ["figma «figd_<40>» expired"],
            keeps: ["figd_count"]
        ),
        SecretRule(
            "notion-token",
            .token(["ntn_"], .alphanumeric, 40, startsWord: true),
            masks: ["notion «ntn_<46>»"],
            keeps: ["ntn_local", "entn_<46>"]
        ),
        SecretRule(
            "sourcegraph-token",
            .token(["sgp_"], .word, 40, startsWord: true),
            masks: ["src login «sgp_<40>»"],
            keeps: ["sgp_offset"]
        ),
    ]
}
