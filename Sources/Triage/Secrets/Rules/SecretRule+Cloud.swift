// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension SecretRule {
    /// Clouds and what runs in them.
    static let cloud: [SecretRule] = [
        SecretRule(
            "aws-access-key-id",
            .token(["AKIA", "ASIA", "ABIA", "ACCA"], .upper, exactly: 16, startsWord: true),
            masks: ["aws_access_key_id=«AKIA<16>»\nnext", "key «ASIA<16>» is not authorised"],
            keeps: ["AKIA is a prefix", "SLOVAKIA0123456789ABCDEF", "AKIA<20>"]
        ),
        SecretRule(
            "google-api-key",
            .token(["AIza"], .base64URL, 35),
            masks: ["GET /maps?key=«AIza<35>»&x=1", "«AIza<35>»"],
            keeps: ["AIzaShort"]
        ),
        SecretRule(
            "google-oauth-token",
            .token(["ya29."], .base64URL.union(ByteSet(".")), 20),
            masks: ["gcloud said «ya29.<120>»"],
            keeps: ["ya29.x"]
        ),
        SecretRule(
            "google-client-secret",
            .token(["GOCSPX-"], .base64URL, 24),
            masks: ["client «GOCSPX-<28>»"],
            keeps: ["GOCSPX-1"]
        ),
        SecretRule(
            "google-refresh-token",
            .token(["1//0"], .base64URL, 40, startsWord: true),
            masks: ["refresh «1//0<60>»"],
            keeps: ["1//0 is a division", "http://1//0"]
        ),
        SecretRule(
            "azure-storage-key",
            .assignment(AssignmentPattern(["accountkey"], .fair, anchor: 6)),
            masks: ["AccountName=x;AccountKey=«<86>==»;EndpointSuffix=core.example"],
            keeps: ["AccountKey=", "AccountKey is not set"]
        ),
        SecretRule(
            "azure-shared-access-key",
            .assignment(AssignmentPattern(["sharedaccesskey"], .fair, anchor: 4)),
            masks: ["SharedAccessKeyName=all;SharedAccessKey=«<43>=»"],
            keeps: ["SharedAccessKeyName=RootManage"]
        ),
        SecretRule(
            "azure-signature",
            .token(
                TokenPattern(
                    ["?sig=", "&sig="],
                    [.run(.base64.union(ByteSet("%-_")), least: 20, most: nil)],
                    keepsPrefix: true
                )
            ),
            masks: ["https://x.blob.example/c?sv=2024&sig=«<43>%3D» 403", "?sig=«<40>»&se=2030"],
            keeps: ["?sig=3&x=1", "&sig=none"]
        ),
        SecretRule(
            "digitalocean-token",
            .token(["dop_v1_", "doo_v1_", "dor_v1_"], .hex, 40),
            masks: ["doctl «dop_v1_<64>» expired"],
            keeps: ["dop_v1_x"]
        ),
        SecretRule(
            "databricks-token",
            .token(["dapi"], .hex, 32, startsWord: true),
            masks: ["cluster start with «dapi<32>» failed", "«dapi<32>»-2"],
            keeps: ["dapi01 is a host", "rdapi<32>"]
        ),
        SecretRule(
            "vault-token",
            .token(["hvs.", "hvb.", "hvr."], .base64URL, 24),
            masks: ["vault read with «hvs.<90>»"],
            keeps: ["hvs.local", "hvb.x"]
        ),
        SecretRule(
            "terraform-token",
            .token(
                TokenPattern(
                    [".atlasv1."],
                    [.run(.base64URL, least: 40, most: nil)],
                    lead: (.alphanumeric, 14...14)
                )
            ),
            masks: ["tfc «0123456789abcd.atlasv1.<67>» denied", "line\\n«0123456789abcd.atlasv1.<67>»\\nend"],
            keeps: ["x.atlasv1.y"]
        ),
        SecretRule(
            "alibaba-access-key",
            .token(["LTAI"], .alphanumeric, 12, most: 20, startsWord: true),
            masks: ["oss «LTAI<20>» refused"],
            keeps: ["LTAI5", "VOLTAIRE1234567890"]
        ),
        SecretRule(
            "heroku-key",
            .token(["HRKU-"], .base64URL, 36),
            masks: ["heroku «HRKU-<60>»"],
            keeps: ["HRKU-1"]
        ),
        SecretRule(
            "supabase-key",
            .token(["sbp_", "sb_secret_"], .base64URL, 24, startsWord: true),
            masks: ["supabase «sbp_<40>»", "supabase «sb_secret_<32>»"],
            keeps: ["sbp_count", "sb_secret_x"]
        ),
        SecretRule(
            "planetscale-token",
            .token(["pscale_tkn_", "pscale_pw_", "pscale_oauth_"], .base64URL.union(ByteSet(".=")), 32),
            masks: ["db «pscale_pw_<43>» gone"],
            keeps: ["pscale_pw_x"]
        ),
        SecretRule(
            "fly-token",
            .token(["fo1_", "fm1r_", "fm2_"], .base64, 40, startsWord: true),
            masks: ["flyctl «fo1_<43>»", "FlyV1 «fm2_<120>»"],
            keeps: ["fo1_x"]
        ),
        SecretRule(
            "openshift-token",
            .token(["sha256~"], .base64URL, exactly: 43),
            masks: ["oc login --x «sha256~<43>»"],
            keeps: ["sha256~x", "sha256:<64>"]
        ),
        SecretRule(
            "pulumi-token",
            .token(["pul-"], .hex, exactly: 40, startsWord: true),
            masks: ["pulumi up «pul-<40>»"],
            keeps: ["pul-1", "repul-<40>"]
        ),
        SecretRule(
            "age-secret-key",
            .token(["AGE-SECRET-KEY-1"], .upper, 50),
            masks: ["sops «AGE-SECRET-KEY-1<58>»"],
            keeps: ["AGE-SECRET-KEY-1 missing"]
        ),
        SecretRule(
            "netlify-token",
            .token(["nfp_", "nfc_"], .alphanumeric, 36, startsWord: true),
            masks: ["netlify «nfp_<40>»"],
            keeps: ["nfc_reader"]
        ),
        SecretRule(
            "tailscale-key",
            .token(["tskey-"], .base64URL, 16),
            masks: ["tailscale up «tskey-auth-<32>»"],
            keeps: ["tskey-1"]
        ),
    ]
}
