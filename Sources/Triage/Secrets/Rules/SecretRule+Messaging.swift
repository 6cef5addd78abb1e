// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension SecretRule {
    /// Chat, mail and telephone.
    static let messaging: [SecretRule] = [
        SecretRule(
            "slack-token",
            .token(
                ["xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxe-", "xoxe.", "xoxc-", "xoxd-", "xapp-"],
                .base64URL.union(ByteSet("%.")),
                16
            ),
            masks: ["slack «xoxb-<12>-<24>» end", "«xapp-1-<11>-<13>-<64>»"],
            keeps: ["xoxb-x", "xapp-1"]
        ),
        SecretRule(
            "slack-webhook",
            .token(
                TokenPattern(
                    ["hooks.slack.com/services/", "hooks.slack.com/workflows/", "hooks.slack.com/triggers/"],
                    [.run(.base64URL.union(ByteSet("/")), least: 24, most: nil)],
                    anchor: 6,
                    keepsPrefix: true
                )
            ),
            masks: ["POST https://hooks.slack.com/services/«<9>/<11>/<24>» 404"],
            keeps: ["POST https://hooks.slack.com/services/ failed"]
        ),
        SecretRule(
            "discord-webhook",
            .token(
                TokenPattern(
                    ["discord.com/api/webhooks/", "discordapp.com/api/webhooks/"],
                    [.run(.base64URL.union(ByteSet("/")), least: 40, most: nil)],
                    keepsPrefix: true
                )
            ),
            masks: ["POST https://discord.com/api/webhooks/«<18>/<68>»"],
            keeps: ["see discord.com/api/webhooks/docs"]
        ),
        SecretRule(
            "teams-webhook",
            .token(
                TokenPattern(
                    ["webhook.office.com/webhookb2/"],
                    [.run(.base64URL.union(ByteSet("/@")), least: 40, most: nil)],
                    keepsPrefix: true
                )
            ),
            masks: ["https://x.webhook.office.com/webhookb2/«<36>@<36>/IncomingWebhook/<32>/<36>»"],
            keeps: ["webhook.office.com/webhookb2/x"]
        ),
        SecretRule(
            "telegram-bot-token",
            .token(
                TokenPattern(
                    [":AAE", ":AAF", ":AAG", ":AAH"],
                    [.run(.base64URL, least: 31, most: 33)],
                    lead: (.digit, 8...10)
                )
            ),
            masks: ["https://api.telegram.example/bot«1234567890:AAH<32>»/send"],
            keeps: ["a:AAE", "12:AAF<32>"]
        ),
        SecretRule(
            "sendgrid-key",
            .token(
                TokenPattern(
                    ["SG."],
                    [.run(.base64URL, least: 16, most: 32), .text([.dot]), .run(.base64URL, least: 16, most: nil)],
                    startsWord: true
                )
            ),
            masks: ["mail with «SG.<22>.<43>» bounced"],
            keeps: ["SG.send()", "MSG.<22>.<43>"]
        ),
        SecretRule(
            "twilio-key",
            .token(["SK", "AC"], .hex, exactly: 32, startsWord: true),
            masks: ["call from «SK<32>» failed", "account «AC<32>»"],
            keeps: ["ACcess", "SK<8>", "MAC<32>"]
        ),
        SecretRule(
            "mailgun-key",
            .token(["key-"], .hex, exactly: 32, startsWord: true),
            masks: ["mailgun «key-<32>»"],
            keeps: ["key-1", "monkey-<32>", "key-<40>"]
        ),
        SecretRule(
            "mailchimp-key",
            .token(TokenPattern(["-us"], [.run(.digit, least: 1, most: 2)], lead: (.hex, 32...32), startsWord: true)),
            masks: ["list «0123456789abcdef0123456789abcdef-us12» gone"],
            keeps: ["eu-us1", "made-us2"]
        ),
        SecretRule(
            "brevo-key",
            .token(["xkeysib-"], .base64URL, 40),
            masks: ["smtp «xkeysib-<64>-<16>»"],
            keeps: ["xkeysib-1"]
        ),
    ]
}
