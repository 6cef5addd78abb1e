// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension SecretRule {
    /// Shops and money.
    static let payment: [SecretRule] = [
        SecretRule(
            "stripe-key",
            .token(["sk_live_", "rk_live_", "sk_test_", "rk_test_"], .alphanumeric, 16),
            masks: ["stripe «sk_live_<24>»\nend", "«rk_test_<99>» is revoked"],
            keeps: ["sk_test_mode", "task_live_view"]
        ),
        SecretRule(
            "stripe-webhook-secret",
            .token(["whsec_"], .base64, 24),
            masks: ["verify with «whsec_<32>»"],
            keeps: ["whsec_x"]
        ),
        SecretRule(
            "square-token",
            .token(["sq0atp-", "sq0csp-", "sq0idp-"], .base64URL, 22),
            masks: ["square «sq0atp-<22>»", "square «sq0csp-<43>»"],
            keeps: ["sq0atp-x"]
        ),
        SecretRule(
            "square-access-token",
            .token(["EAAAE", "EAAAl"], .base64URL, 55, startsWord: true),
            masks: ["square «EAAAE<59>»"],
            keeps: ["EAAAE alone"]
        ),
        SecretRule(
            "facebook-token",
            .token(["EAACEdEose0cBA", "EAAG"], .alphanumeric, 60, startsWord: true),
            masks: ["graph «EAAG<120>»"],
            keeps: ["EAAG5"]
        ),
        SecretRule(
            "shopify-token",
            .token(["shpat_", "shpca_", "shppa_", "shpss_"], .anyHex, 32),
            masks: ["shop «shpat_<32>» closed", "«shpss_<32>»"],
            keeps: ["shpat_x"]
        ),
        SecretRule(
            "razorpay-key",
            .token(["rzp_live_", "rzp_test_"], .alphanumeric, 14),
            masks: ["pay «rzp_live_<14>»"],
            keeps: ["rzp_test_x"]
        ),
        SecretRule(
            "flutterwave-key",
            .token(["FLWSECK_", "FLWSECK-"], .base64URL, 20),
            masks: ["pay «FLWSECK_TEST-<32>-X»"],
            keeps: ["FLWSECK_"]
        ),
        SecretRule(
            "braintree-token",
            .token(["access_token$production$", "access_token$sandbox$"], .word.union(ByteSet("$")), 32, anchor: 10),
            masks: ["pay «access_token$production$<16>$<32>»"],
            keeps: ["access_token$production$"]
        ),
        SecretRule(
            "easypost-key",
            .token(["EZAK", "EZTK"], .alphanumeric, exactly: 54, startsWord: true),
            masks: ["ship «EZAK<54>»"],
            keeps: ["EZAK1"]
        ),
        SecretRule(
            "shippo-token",
            .token(["shippo_live_", "shippo_test_"], .hex, exactly: 40),
            masks: ["ship «shippo_live_<40>»"],
            keeps: ["shippo_live_x"]
        ),
    ]
}
