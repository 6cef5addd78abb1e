// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Readers

/// Lock files of real projects: this one, and those of packages that it depends on. What they lock is counted by other
/// means than our readers.
struct RealLockTests {
    private static let root = Repository.tests.deletingLastPathComponent().deletingLastPathComponent()
    private static let gems = root.appending(path: ".build/checkouts/Yams/Gemfile.lock")

    /// Names and versions that our reader finds.
    private func read(_ file: URL) throws -> Set<String> {
        let content = LockFile.read([UInt8](try Data(contentsOf: file)), path: file.lastPathComponent)
        #expect(content.diagnostics.isEmpty)
        return Set(
            content.dependencies.map { dependency in
                let purl = dependency.purl.split(separator: "/").last.map(String.init) ?? ""
                return purl.lowercased().replacing("@", with: " ")
            })
    }

    @Test func `the packages that this project locks are those that its file pins`() throws {
        let file = Self.root.appending(path: "Package.resolved")
        let json = try #require(
            JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
        let pins = try #require(json["pins"] as? [[String: Any]])
        let expected = pins.compactMap { pin -> String? in
            guard let name = pin["identity"] as? String, let state = pin["state"] as? [String: Any] else { return nil }
            return (state["version"] as? String).map { "\(name.lowercased()) \($0)" }
        }

        #expect(expected.count == pins.count && pins.count >= 5)
        #expect(try read(file) == Set(expected))
    }

    @Test(.enabled(if: Repository.exists(Self.gems)))
    func `the gems that a dependency of ours locks are the lines of its file`() throws {
        let lines = try String(contentsOf: Self.gems, encoding: .utf8).split(separator: "\n")
        // A gem stands four blanks in; what it asks for stands six in.
        let expected = lines.filter { $0.hasPrefix("    ") && !$0.hasPrefix("     ") && $0.hasSuffix(")") }
            .map { $0.dropFirst(4).dropLast().lowercased().replacing(" (", with: " ") }

        #expect(expected.count > 20)
        #expect(try read(Self.gems) == Set(expected))
    }
}
