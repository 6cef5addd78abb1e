// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// `.terraform.lock.hcl` of Terraform and OpenTofu: a block for every provider.
enum TerraformLock {
    private struct Provider {
        let line: Int
        let address: String
        var version: String?
        var digests: [String] = []
    }

    static func read(_ text: LockText, into draft: inout LockDraft) {
        var provider: Provider?
        for (number, line) in text.lines {
            let content = line.trimmed
            guard !content.isEmpty, !content.hasPrefix("#"), !content.hasPrefix("//") else { continue }
            let strings = content.split(separator: "\"", omittingEmptySubsequences: false)
            let quoted = strings.indices.filter { $0 % 2 == 1 }.map { String(strings[$0]) }
            if content.hasPrefix("provider ") {
                if let open = provider { draft.skipEntry(open.address, line: open.line) }
                provider = quoted.first.map { Provider(line: number, address: $0) }
            } else if content == "}", let complete = provider {
                add(complete, to: &draft)
                provider = nil
            } else if content.hasPrefix("version"), let version = quoted.first {
                provider?.version = version
            } else if !content.hasPrefix("constraints") {
                provider?.digests += quoted.filter { $0.contains(":") }
            }
        }
        if let open = provider { draft.markMalformed("a block is not closed", line: open.line) }
    }

    private static let publicHost = "registry.terraform.io/"

    /// Providers of the public registry are known without its host.
    private static func add(_ provider: Provider, to draft: inout LockDraft) {
        let isPublic = provider.address.hasPrefix(publicHost)
        let name = isPublic ? provider.address.dropFirst(publicHost.count) : provider.address[...]
        draft.add(
            LockedDependency(
                .terraform, name, version: provider.version, digests: provider.digests,
                isPinned: provider.version != nil,
                source: isPublic ? nil : provider.address.split(separator: "/").first.map(String.init)),
            line: provider.line)
    }
}
