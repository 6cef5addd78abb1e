// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Triage

@Suite
struct ClusterReplayTests {
    private struct History {
        var signatures: [(row: Int64, evidence: SignatureEvidence)] = []
        var sightings: [ClusterReplay.Sighting] = []
    }

    /// Failures with traces, and bare sentences whose words turn out to be values.
    private static func history(seed: UInt64) -> History {
        var generator = CauseGenerator(seed: seed, causes: 40)
        var random = SeededGenerator(state: seed)
        var builder = SignatureBuilder()
        var history = History()
        var rows: [Signature: Int64] = [:]
        var seen: Set<[UInt64]> = []
        for index in 0..<500 {
            let user = random.word("abcdefgh", 6)
            let sentence = ["session of \(user) was closed by the peer", "cannot lock table \(user) in time"][index % 2]
            let failure =
                index % 5 == 0
                ? SampleFailure(className: "", name: "", type: "", message: sentence, text: "")
                : generator.failure().failure
            let (signature, evidence) = failure.read(with: &builder)
            let row = rows[signature] ?? Int64(rows.count + 100)
            if rows[signature] == nil { history.signatures.append((row, evidence)) }
            rows[signature] = row
            guard seen.insert([UInt64(row), evidence.test]).inserted else { continue }
            history.sightings.append(
                .init(
                    row: row, className: evidence.className, test: evidence.test, after: history.signatures.count))
        }
        return history
    }

    private static func scored(_ history: History) -> ClusterReplay {
        var replay = ClusterReplay()
        replay.expect(history.sightings)
        for (row, evidence) in history.signatures { replay.add(row, evidence) }
        return replay
    }

    @Test(arguments: [0, 1, 60, 150, 10_000])
    func `what was found before and what is scored anew give the same places`(settled: Int) throws {
        let history = Self.history(seed: 9)
        let whole = Self.scored(history)

        let restored = min(settled, history.signatures.count)
        let earlier = Array(history.signatures[..<restored])
        let before = Self.scored(History(signatures: earlier, sightings: history.sightings))
        var replay = ClusterReplay()
        replay.expect(history.sightings)
        for ((row, evidence), place) in zip(history.signatures, before.places) {
            let packed = evidence.packed
            let read = try #require(packed.withUnsafeBufferPointer { SignatureEvidence(packed: $0) })
            replay.restore(row, read, at: place)
        }
        for (row, evidence) in history.signatures[restored...] { replay.add(row, evidence) }

        #expect(replay.places == whole.places)
        #expect(replay.clusterer.content.clusters == whole.clusterer.content.clusters)
        #expect(!whole.clusterer.content.folds.isEmpty, "the history must hold a fold, or the test says little")
        #expect(whole.clusterer.content.clusterCount < history.signatures.count)
    }

    @Test func `evidence is read back as it was packed`() {
        for (_, evidence) in Self.history(seed: 3).signatures {
            #expect(evidence.packed.withUnsafeBufferPointer { SignatureEvidence(packed: $0) } == evidence)
        }
    }

    @Test func `whether a test has parameters is packed too`() throws {
        var evidence = try #require(Self.history(seed: 3).signatures.first).evidence
        for (hasParameters, isAssertion) in [(true, true), (true, false), (false, true), (false, false)] {
            evidence.hasParameters = hasParameters
            evidence.isAssertion = isAssertion
            #expect(evidence.packed.withUnsafeBufferPointer { SignatureEvidence(packed: $0) } == evidence)
        }
    }

    @Test func `bytes that are no evidence are refused`() throws {
        let evidence = try #require(Self.history(seed: 3).signatures.first { $0.evidence.sentence != nil }).evidence
        let packed = evidence.packed

        for count in 0..<packed.count {
            let part = packed[..<count].withUnsafeBufferPointer { SignatureEvidence(packed: $0) }
            // Without the sentence at its end it is whole again.
            #expect(part == nil || part?.sentence == nil)
        }
        #expect((packed + [0]).withUnsafeBufferPointer { SignatureEvidence(packed: $0) } == nil)
    }

    // MARK: Images

    @Test(arguments: [0, 1, 60, 150, 230])
    func `a clustering that goes on from an image ends like one that never stopped`(known: Int) throws {
        let history = Self.history(seed: 9)
        var whole = Self.scored(history)

        // Sightings behind the last signature that is known may belong to the image or come later; here half of them do.
        let heard = history.sightings.count { $0.after < known } + history.sightings.count { $0.after == known } / 2
        var before = ClusterReplay()
        before.expect(history.sightings)
        for (row, evidence) in history.signatures[..<known] { before.add(row, evidence) }
        let image = before.image(hearing: heard)

        var replay = try #require(image.withUnsafeBufferPointer { ClusterReplay(image: $0) })
        #expect(replay.rows == before.rows)
        replay.expect(Array(history.sightings[heard...]))
        for (row, evidence) in history.signatures[known...] { replay.add(row, evidence) }

        #expect(replay.places == whole.places)
        #expect(replay.clusterer.content.clusters == whole.clusterer.content.clusters)
        // The images hold every count, rarity, list and hole.
        let all = history.sightings.count
        #expect(replay.image(hearing: all - heard) == whole.image(hearing: all))
    }

    @Test func `images of images are the same`() throws {
        let history = Self.history(seed: 4)
        var whole = Self.scored(history)
        let image = whole.image(hearing: history.sightings.count)
        var again = try #require(image.withUnsafeBufferPointer { ClusterReplay(image: $0) })
        #expect(again.image(hearing: 0) == image)
    }

    @Test func `a damaged image is none`() throws {
        let history = Self.history(seed: 4)
        var whole = Self.scored(history)
        let image = whole.image(hearing: history.sightings.count)
        func read(_ bytes: [UInt8]) -> ClusterReplay? { bytes.withUnsafeBufferPointer { ClusterReplay(image: $0) } }

        var random = SeededGenerator(state: 4)
        for _ in 0..<300 {
            var spoilt = image
            spoilt[Int(random.next() % UInt64(image.count))] ^= UInt8(1 + random.next() % 255)
            #expect(read(spoilt) == nil)
        }
        for count in [0, 8, 15, 16, 17, 1_000, image.count - 1] { #expect(read(Array(image[..<count])) == nil) }
        #expect(read(image + [0]) == nil)
        #expect(read(image) != nil)
    }
}
