// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// `[tools]` of mise: a version, a list of them, or a table with one.
enum MiseTools {
    static func pins(_ text: LockText) -> [ToolchainPin]? {
        let (tree, fault) = TOMLDocument.read(text.text)
        guard fault == nil else { return nil }
        return tree["tools"].pairs.flatMap { name, value in
            ([value] + value.items).compactMap { $0.text ?? $0["version"].text }.map { ToolchainPin(name, $0) }
        }
    }
}

/// `rust-toolchain.toml`, or the older file that holds the name of a channel only.
enum RustToolchain {
    static func pins(_ text: LockText) -> [ToolchainPin]? {
        if let channel = TOMLDocument.read(text.text).tree["toolchain"]["channel"].text {
            return [ToolchainPin("rust", channel)]
        }
        let lines = VersionLines.versions(text, tool: "rust") ?? []
        return lines.count == 1 && !lines[0].version.hasPrefix("[") ? lines : nil
    }
}

/// `global.json` of .NET, which takes newer patches unless it is told not to.
enum DotNetTools {
    static func pins(_ text: LockText) -> [ToolchainPin]? {
        guard let tree = try? JSONDocument.tree(JSONComments.removed(from: text.text)) else { return nil }
        let isExact = tree["sdk"]["rollForward"].text == "disable"
        return tree["sdk"]["version"].text.map { [ToolchainPin("dotnet", $0, isExact: isExact)] } ?? []
    }
}

/// `package.json`: the package manager that corepack fetches, with its digest, and the tools of Volta.
enum NodePackage {
    static func pins(_ text: LockText) -> [ToolchainPin]? {
        guard let tree = try? JSONDocument.tree(text.text) else { return nil }
        let volta = tree["volta"].pairs.compactMap { name, value in
            name == "extends" ? nil : value.text.map { ToolchainPin(name, $0) }
        }
        return volta + (tree["packageManager"].text.map { [manager($0)] } ?? [])
    }

    /// `pnpm@9.1.0+sha512.0a1b…`.
    private static func manager(_ text: String) -> ToolchainPin {
        let name = text.prefix { $0 != "@" }
        let parts = text[name.endIndex...].dropFirst().split(separator: "+", maxSplits: 1)
        let digest = parts.dropFirst().first.map { $0.replacing(".", with: ":", maxReplacements: 1) }
        return ToolchainPin(name, parts.first ?? "", digest: digest.map { String($0) })
    }
}
