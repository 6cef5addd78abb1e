// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension SecretRule {
    /// Hosts of models.
    static let intelligence: [SecretRule] = [
        SecretRule(
            "anthropic-key",
            .token(["sk-ant-"], .base64URL, 24, anchor: 3),
            masks: ["401 for «sk-ant-api03-<95>»"],
            keeps: ["sk-ant-x"]
        ),
        SecretRule(
            "openai-key",
            .token(["sk-proj-", "sk-svcacct-", "sk-admin-", "sk-None-"], .base64URL, 24, startsWord: true),
            masks: ["401 for «sk-proj-<150>»", "«sk-svcacct-<60>»"],
            keeps: ["sk-proj-1", "task-proj-<40>"]
        ),
        SecretRule(
            "secret-key",
            .token(["sk-"], .alphanumeric, 32, startsWord: true),
            masks: ["401 for «sk-<48>»", "deepseek «sk-<32>»"],
            keeps: ["sk-SK is a locale", "disk-<40>", "sk-learn"]
        ),
        SecretRule(
            "openrouter-key",
            .token(["sk-or-v1-"], .hex, 40, startsWord: true, anchor: 3),
            masks: ["«sk-or-v1-<64>»"],
            keeps: ["sk-or-v1-x"]
        ),
        SecretRule(
            "huggingface-token",
            .token(["hf_"], .alphanumeric, 34, startsWord: true),
            masks: ["download with «hf_<34>» failed"],
            keeps: ["hf_hub_download", "shf_<34>"]
        ),
        SecretRule(
            "groq-key",
            .token(["gsk_"], .alphanumeric, 40, startsWord: true),
            masks: ["groq «gsk_<52>»"],
            keeps: ["gsk_buffer"]
        ),
        SecretRule(
            "replicate-token",
            .token(["r8_"], .alphanumeric, 37, startsWord: true),
            masks: ["replicate «r8_<37>»"],
            keeps: ["r8_x", "mr8_<37>"]
        ),
        SecretRule(
            "perplexity-key",
            .token(["pplx-"], .alphanumeric, 40),
            masks: ["«pplx-<48>» refused"],
            keeps: ["pplx-7b-online"]
        ),
        SecretRule(
            "xai-key",
            .token(["xai-"], .alphanumeric, 60, startsWord: true),
            masks: ["grok «xai-<80>»"],
            keeps: ["xai-1"]
        ),
        SecretRule(
            "langsmith-key",
            .token(["lsv2_pt_", "lsv2_sk_"], .word, 32),
            masks: ["trace «lsv2_pt_<43>»"],
            keeps: ["lsv2_pt_x"]
        ),
        SecretRule(
            "pinecone-key",
            .token(["pcsk_"], .word, 40),
            masks: ["index «pcsk_<70>»"],
            keeps: ["pcsk_a"]
        ),
    ]
}
