// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing
import Workflow

/// What is captured holds no secrets.
struct ConfigurationMaskingTests {
    private func masked(_ item: ConfigurationItem) throws -> ConfigurationItem {
        try #require(ConfigurationSnapshot([item]).masked.items.first)
    }

    @Test(arguments: [
        ("API_PASSWORD", "hunter2-is-long"), ("DATABASE_URL", "postgres://shop:hunter2-is-long@db/shop"),
        ("SERVICE", "https://api.example/v1?token=hunter2-is-long"),
    ])
    func `what a variable or a switch is set to holds none`(name: String, value: String) throws {
        for kind in [ConfigurationItem.Kind.variable, .flag] {
            let item = try masked(ConfigurationItem(kind, name, value: value, evidence: "environment"))

            #expect(item.key == name)
            #expect(item.value?.contains("hunter2") == false)
        }
    }

    @Test func `an address keeps what it names`() throws {
        let item = try masked(
            ConfigurationItem(
                .dependency, "pkg:generic/tool",
                value: "https://shop:hunter2-is-long@files.example/tool.tgz?sig=abcdef",
                evidence: "bun.lock"))

        let value = try #require(item.value)
        #expect(value.hasSuffix("@files.example/tool.tgz") || value.hasSuffix("files.example/tool.tgz"))
        #expect(!value.contains("hunter2") && !value.contains("sig"))
    }

    @Test(arguments: [("NEW_CHECKOUT", "on"), ("LANG", "en_US.UTF-8"), ("SITE", "https://shop.example/cart")])
    func `an ordinary value stays`(name: String, value: String) throws {
        let item = ConfigurationItem(.variable, name, value: value, evidence: "environment")

        #expect(try masked(item) == item)
    }
}
