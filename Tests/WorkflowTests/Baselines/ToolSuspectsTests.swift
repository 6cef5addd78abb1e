// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// Of a tool a file asks for one version, and one is installed: each is suspect for itself.
struct ToolSuspectsTests {
    private let story: BaselineStory

    init() throws { story = try BaselineStory() }

    private func run(asked: String, installed: String, fails: Bool, day: Double) throws {
        let snapshot = ConfigurationSnapshot([
            ConfigurationItem(.toolchain, "node", value: asked, isPinned: false, evidence: ".nvmrc"),
            ConfigurationItem(.toolchain, "node", value: installed, evidence: "node --version"),
        ])
        try story.ingest(fails ? .failed("pays", refusedPayment) : .passed("pays"), day: day, snapshot: snapshot)
    }

    private func found() throws -> SuspectReport {
        try #require(try ReadEvidence(story.store).incident(number: 1).suspects)
    }

    @Test func `what is installed is the suspect where a file asked for it as well`() throws {
        for day in 1...5 { try run(asked: "18", installed: "18.2.0", fails: false, day: Double(day)) }
        for day in 6...10 { try run(asked: "20", installed: "20.1.0", fails: true, day: Double(day)) }

        let found = try found()

        #expect(found.suspects.map(\.delta.name) == ["toolchain node"])
        #expect(found.suspects.first?.delta.after == ["20.1.0"])
    }

    @Test func `what a file asks for carries no suspicion of what was installed otherwise`() throws {
        // Whatever is asked for, runs fail with 20 and pass with 18.
        for day in 1...8 {
            let isNew = day.isMultiple(of: 2)
            try run(asked: "lts", installed: isNew ? "20.1.0" : "18.2.0", fails: isNew, day: Double(day))
        }
        try run(asked: "lts", installed: "20.1.0", fails: true, day: 9)

        let items = try found().items.map(\.row.dimension)

        #expect(items.first == "toolchain node")
        #expect(!items.contains("toolchain node asked"))
    }

    @Test func `the two are held against failing runs one by one`() throws {
        // The installed one is old in every run; the file asks for another one from the fifth day on.
        for day in 1...5 { try run(asked: "18", installed: "18.2.0", fails: false, day: Double(day)) }
        for day in 6...10 { try run(asked: "20", installed: "18.2.0", fails: true, day: Double(day)) }

        let found = try found()

        #expect(found.suspects.map(\.delta.name) == ["toolchain node asked"])
        #expect(found.items.map(\.row.dimension) == ["toolchain node asked"])
        #expect(found.suspects.first.map { $0.factors.contains { $0.weight == 8 } } == true)
    }
}
