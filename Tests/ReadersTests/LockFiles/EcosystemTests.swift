// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestPhase
import Testing

@testable import Readers

/// Projects made with the tools of their ecosystems: what a capture lists is what those tools list.
///
/// `Tests/Ecosystems/make` records them; no list is made by us.
struct EcosystemTests {
    /// A recorded project, and how its packages are named.
    struct Project: Sendable, CustomTestStringConvertible {
        let name: String
        let ecosystem: PackageEcosystem
        /// Whether every package of it has one choice of content.
        let isPinned: Bool

        init(_ name: String, _ ecosystem: PackageEcosystem, isPinned: Bool = true) {
            self.name = name
            self.ecosystem = ecosystem
            self.isPinned = isPinned
        }

        var testDescription: String { name }
        var folder: URL { EcosystemTests.recorded.appending(path: name) }

        /// The lines of what the tool lists: name, version, and whether the project asks for it.
        func listed() throws -> [[String]] {
            try String(contentsOf: folder.appending(path: "expected.tsv"), encoding: .utf8)
                .split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
        }

        /// What a capture of the folder finds.
        func capture() throws -> ConfigurationCapture.Outcome {
            let sample = try ProjectSample()
            for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) where file != "expected.tsv" {
                // What a repository ignores is recorded under another name.
                let name = file.hasSuffix(".recorded") ? String(file.dropLast(".recorded".count)) : file
                try sample.write(name, String(contentsOf: folder.appending(path: file), encoding: .utf8))
            }
            return sample.capture()
        }

        /// The key under which a package of this name is captured.
        func key(_ name: String) -> String {
            LockedDependency(
                ecosystem, ecosystem == .maven ? name.replacing("/", with: ":") : name, version: String?.none
            )
            .purl
        }
    }

    fileprivate static let recorded = Repository.tests.appending(path: "Fixtures/ecosystems")

    static let projects = [
        Project("bundler", .gem), Project("cargo", .cargo), Project("composer", .composer), Project("conan", .conan),
        Project("go", .golang), Project("maven", .maven, isPinned: false), Project("mix", .hex), Project("npm", .npm),
        Project("npm-1", .npm), Project("pdm", .pypi), Project("pipenv", .pypi), Project("poetry", .pypi),
        Project("pylock", .pypi), Project("requirements", .pypi), Project("swift", .swift), Project("uv", .pypi),
        Project("yarn", .npm),
    ]

    @Test(arguments: projects)
    func `a capture lists the packages and versions that the tool lists, no fewer and no more`(project: Project) throws
    {
        let listed = try project.listed()

        let outcome = try project.capture()

        let found = outcome.items(.dependency).map { "\($0.key) \($0.value ?? "-")" }
        #expect(found.sorted() == listed.map { "\(project.key($0[0])) \($0[1])" }.sorted())
        #expect(outcome.codes == [])
        #expect(outcome.items(.dependency).allSatisfy { $0.isPinned == project.isPinned })
    }

    @Test(arguments: projects)
    func `what the project itself asks for is what the tool says`(project: Project) throws {
        let listed = try project.listed().filter { $0[2] != "-" }

        let items = try project.capture().items(.dependency)

        let found = Dictionary(grouping: items) { "\($0.key) \($0.value ?? "-")" }
        for line in listed {
            let name = "\(project.key(line[0])) \(line[1])"
            #expect(found[name]?.map(\.isDirect) == [line[2] == "direct"], "\(name)")
        }
        #expect(listed.isEmpty || listed.contains { $0[2] == "direct" })
    }

    @Test func `every recorded project is compared, and eight ecosystems are among them`() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.recorded.path)

        #expect(folders.sorted() == Self.projects.map(\.name).sorted())
        #expect(Set(Self.projects.map(\.ecosystem)).count >= 8)
        #expect(try Self.projects.allSatisfy { try !$0.listed().isEmpty })
    }
}
