// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase
import Testing
import Workflow

/// An image of the clustering saves work and changes nothing.
struct ClusterImagesTests {
    /// Sentences that turn out to be one, causes that tests share, tests that show several causes.
    private static func day(_ day: Int, _ generator: inout SeededGenerator) -> String {
        var words: [String] { ["open", "full", "late", "cold", "mute", "shut", "torn", "bent", "dull"] }
        let cases = (0..<4).map { _ -> CaseText in
            let word = words.randomElement(using: &generator) ?? "open"
            let number = Int.random(in: 1...9, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: return .failed("adds \(number)", "cannot add item \(number) to the \(word) cart of user u\(day)x")
            case 1: return .failed("pays \(number % 3)", "payment service answered \(word) for merchant m\(number)y")
            case 2: return .failed("ships \(number)", "payment service answered \(word) for merchant m\(number)y")
            default: return .failed("stacks", "shelf \(word) cannot hold the box, weight \(day).\(number)")
            }
        }
        return report(cases)
    }

    private static func reports(_ seed: UInt64) -> [(day: Int, text: String)] {
        var generator = SeededGenerator(seed: seed)
        return (1...24).map { ($0, day($0, &generator)) }
    }

    private static func laboratory(_ reports: [(day: Int, text: String)]) throws -> Laboratory {
        let laboratory = try Laboratory()
        for (day, text) in reports { try laboratory.ingest(text, day: Double(day)) }
        return laboratory
    }

    private static func known(_ laboratory: Laboratory) throws -> Int {
        try laboratory.store.read { try ClusterImageRecords($0).stored()?.signatures ?? 0 }
    }

    @Test(arguments: 1...3 as ClosedRange<UInt64>, [1, 3, 8])
    func `with images and without, in order and in any other, the store says the same`(seed: UInt64, lag: Int) throws {
        let reports = Self.reports(seed)
        let expected = try Self.laboratory(reports).digest()
        var generator = SeededGenerator(seed: seed + 100)
        // Some runs come late by a few, and in the second round all of them come anyhow.
        var late = reports
        for place in stride(from: 3, to: late.count - 4, by: 5) { late.swapAt(place, place + Int(seed % 4)) }

        try ClusterImages.$policy.withValue(.init(least: 2, share: 1_000_000, lag: lag)) {
            let inOrder = try Self.laboratory(reports)
            #expect(try inOrder.digest() == expected)
            #expect(try Self.known(inOrder) > 0)
            #expect(try inOrder.problems() == [])

            for order in [late, reports.shuffled(using: &generator)] {
                let laboratory = try Self.laboratory(order)
                #expect(try laboratory.digest() == expected)
                #expect(try laboratory.problems() == [])
            }
        }
    }

    @Test func `an image ends some runs before the latest, and goes with a run that comes before its end`() throws {
        let reports = Self.reports(3)
        try ClusterImages.$policy.withValue(.init(least: 2, share: 1_000_000, lag: 3)) {
            let laboratory = try Self.laboratory(Array(reports[1...]))
            let before = try laboratory.store.read { try ClusterImageRecords($0).stored()?.before.at }
            #expect(before == Laboratory.moment(day: 22))

            try ClusterImages.$policy.withValue(.init()) {
                try laboratory.ingest(reports[0].text, day: 1)
            }
            #expect(try Self.known(laboratory) == 0)
            #expect(try laboratory.digest() == Self.laboratory(reports).digest())
        }
    }

    @Test func `a damaged image is found, and harms nobody`() throws {
        let reports = Self.reports(5) + [(25, report(.failed("locks", "the lock of the drawer is jammed")))]
        let expected = try Self.laboratory(reports).digest()
        try ClusterImages.$policy.withValue(.init(least: 2, share: 1_000_000, lag: 1)) {
            let laboratory = try Self.laboratory(Array(reports.dropLast()))
            try laboratory.tamper("UPDATE cluster_image SET body = \([UInt8]("spoilt".utf8))")
            #expect(try laboratory.problems() == ["the image of the clustering is not what the evidence says"])

            let (day, text) = try #require(reports.last)
            try laboratory.ingest(text, day: Double(day))

            #expect(try laboratory.digest() == expected)
            #expect(try laboratory.problems() == [])
        }
    }

    @Test func `small histories have no image`() throws {
        #expect(try Self.known(Self.laboratory(Self.reports(1))) == 0)
    }
}
