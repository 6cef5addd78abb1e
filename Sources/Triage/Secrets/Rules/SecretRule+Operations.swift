// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension SecretRule {
    /// Monitoring, flags, secrets managers.
    static let operations: [SecretRule] = [
        SecretRule(
            "grafana-token",
            .token(["glsa_", "glc_"], .base64.union(ByteSet("_")), 32, startsWord: true),
            masks: ["dashboard «glsa_<32>_<8>» refused", "«glc_<80>»"],
            keeps: ["glsa_x", "glc_context"]
        ),
        SecretRule(
            "newrelic-key",
            .token(["NRAK-", "NRII-", "NRJS-", "NRRA-"], .base64URL, 16),
            masks: ["agent «NRAK-<27>»"],
            keeps: ["NRAK-1"]
        ),
        SecretRule(
            "dynatrace-token",
            .token(
                TokenPattern(
                    ["dt0c01.", "dt0s01.", "dt0s16."],
                    [.run(.upper, least: 20, most: 30), .text([.dot]), .run(.upper, least: 40, most: nil)]
                )
            ),
            masks: ["agent «dt0c01.<24>.<64>» lost"],
            keeps: ["dt0c01.x"]
        ),
        SecretRule(
            "sentry-token",
            .token(["sntrys_", "sntryu_"], .base64.union(ByteSet("_-")), 40),
            masks: ["sentry-cli «sntryu_<64>»"],
            keeps: ["sntrys_x"]
        ),
        SecretRule(
            "doppler-token",
            .token(
                ["dp.pt.", "dp.st.", "dp.ct.", "dp.sa.", "dp.scim.", "dp.audit."],
                .base64URL.union(ByteSet(".")),
                40
            ),
            masks: ["doppler run «dp.pt.<43>»", "«dp.st.dev.<43>»"],
            keeps: ["dp.pt.x"]
        ),
        SecretRule(
            "onepassword-token",
            .token(["ops_eyJ"], .base64URL, 80),
            masks: ["op read «ops_eyJ<300>»"],
            keeps: ["ops_eyJ alone"]
        ),
        SecretRule(
            "launchdarkly-key",
            .token(
                TokenPattern(
                    ["sdk-", "mob-"],
                    [
                        .run(.hex, least: 8, most: 8), .text([.dash]),
                        .run(.hex.union(ByteSet("-")), least: 27, most: 27),
                    ],
                    startsWord: true
                )
            ),
            masks: ["flags «sdk-01234567-0123-4123-8123-0123456789ab» off"],
            keeps: ["sdk-34", "sdk-1.2.3"]
        ),
        SecretRule(
            "readme-key",
            .token(["rdme_"], .lower, exactly: 70),
            masks: ["docs «rdme_<70>»"],
            keeps: ["rdme_x"]
        ),
        SecretRule(
            "contentful-token",
            .token(["CFPAT-"], .base64URL, 40),
            masks: ["space «CFPAT-<43>»"],
            keeps: ["CFPAT-1"]
        ),
        SecretRule(
            "airtable-token",
            .token(
                TokenPattern(
                    ["pat"],
                    [.run(.alphanumeric, least: 14, most: 14), .text([.dot]), .run(.hex, least: 64, most: 64)],
                    startsWord: true
                )
            ),
            masks: ["base «pat<14>.0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef»"],
            keeps: ["pattern.match", "pat<14>"]
        ),
        SecretRule(
            "prefect-key",
            .token(["pnu_", "pnb_"], .alphanumeric, exactly: 36, startsWord: true),
            masks: ["flow «pnu_<36>»"],
            keeps: ["pnu_x"]
        ),
        SecretRule(
            "json-web-token",
            .token(
                TokenPattern(
                    ["eyJ"],
                    [
                        .run(.alphanumeric, least: 8, most: nil), .text(Array(".eyJ".utf8)),
                        .run(.base64URL.union(ByteSet(".")), least: 5, most: nil),
                    ],
                    startsWord: true
                )
            ),
            masks: ["Got «eyJ<17>.eyJ<20>.<43>» instead", "cut «eyJ<30>.eyJ<90>»", "«eyJ<24>.eyJ<20>.»"],
            keeps: ["eyJhbGci alone", "eyJ.eyJ"]
        ),
    ]
}
