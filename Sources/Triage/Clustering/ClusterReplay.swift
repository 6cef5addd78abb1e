// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Groups the signatures of a whole history in the order in which they came: some as they were found before, others anew.
///
/// What was found before is taken as it is, so that a new signature costs a look at the others and no scoring of them. The
/// outcome is the same as with everything scored anew, as long as nothing before the first new one has changed.
package struct ClusterReplay: Sendable {
    /// A signature in a test, as the history has it.
    package struct Sighting: Sendable {
        /// What the caller calls the signature.
        package let row: Int64
        package let className: UInt64
        package let test: UInt64
        /// How many signatures come before it.
        package let after: Int

        package init(row: Int64, className: UInt64, test: UInt64, after: Int) {
            self.after = after
            self.row = row
            self.className = className
            self.test = test
        }
    }

    /// What was found before.
    package struct Place: Sendable, Hashable {
        /// Row of the signature that it hangs on; nil for the first of a cluster.
        package let match: Int64?
        /// Thousandths; nil where a sentence and not evidence decided.
        package let score: Int32?

        package init(match: Int64?, score: Int32?) {
            self.match = match
            self.score = score
        }
    }

    package private(set) var clusterer: Clusterer
    /// Rows in the order in which they were added.
    package private(set) var rows: [Int64] = []
    private var numbers: [Int64: Int32] = [:]
    private var suites: [UInt64] = []
    private var sightings: [Sighting] = []
    private var next = 0

    package init(by algorithm: ClusterAlgorithm = .current) {
        clusterer = Clusterer(content: algorithm.weights, runs: nil)
    }

    /// Tells what was seen beside the signatures to come.
    ///
    /// - Parameter sightings: In order, each signature in each of its tests but the one that stands for it; those of one
    ///   that is never added are left out.
    package mutating func expect(_ sightings: [Sighting]) {
        self.sightings = sightings
        next = 0
    }

    /// Adds a signature and scores it.
    package mutating func add(_ row: Int64, _ evidence: SignatureEvidence) {
        catchUp()
        enter(row, evidence, clusterer.add(evidence))
    }

    /// Adds a signature where it was found before.
    package mutating func restore(_ row: Int64, _ evidence: SignatureEvidence, at place: Place) {
        catchUp()
        var reason: LinkReason?
        if let match = place.match.flatMap({ numbers[$0] }), let score = place.score {
            reason = .recalled(match: match, score: score)
        }
        enter(row, evidence, clusterer.restore(evidence, match: reason))
    }

    /// Where each signature is, in the order of `rows`.
    package var places: [Place] {
        clusterer.content.reasons.map { reason in
            switch reason {
            case .none: Place(match: nil, score: nil)
            case .evidence(let reason): Place(match: rows[Int(reason.match)], score: reason.score)
            case .sentence(let match, _): Place(match: rows[Int(match)], score: nil)
            }
        }
    }

    /// Rows of signatures of other clusters that one is most like, the nearest first, with scores in thousandths.
    package mutating func nearest(
        to row: Int64, _ evidence: SignatureEvidence, limit: Int
    ) -> [(row: Int64, score: Int)] {
        guard let number = numbers[row] else { return [] }
        return clusterer.nearest(to: number, evidence, limit: limit).map { (rows[Int($0.match)], Int($0.score)) }
    }

    /// The number of a signature within `clusterer`.
    package func number(of row: Int64) -> Int32? { numbers[row] }

    private mutating func enter(_ row: Int64, _ evidence: SignatureEvidence, _ number: Int32) {
        numbers[row] = number
        rows.append(row)
        suites.append(evidence.suite)
    }

    /// Hears of every sighting that comes before the next signature.
    private mutating func catchUp() {
        var end = next
        while end < sightings.count, sightings[end].after <= rows.count { end += 1 }
        hear(upTo: end)
    }

    private mutating func hear(upTo end: Int) {
        while next < end {
            let sighting = sightings[next]
            if let number = numbers[sighting.row] {
                let suite = suites[Int(number)]
                clusterer.see(
                    number, in: TestPlace(suite: suite, className: sighting.className, test: sighting.test))
            }
            next += 1
        }
    }
}

// MARK: Images

extension ClusterReplay {
    /// The state after some of the history, to go on from later without the rest of what came before.
    ///
    /// - Parameter sightings: How many of the expected ones belong to it; all others come after every signature so far.
    /// - Complexity: O(state): some 600 bytes for each signature.
    package mutating func image(hearing sightings: Int) -> [UInt8] {
        hear(upTo: sightings)
        var image = ImageWriter()
        image.append(rows)
        image.append(suites)
        clusterer.write(to: &image)
        return image.image
    }

    /// Goes on from an image; nil for one of another layout, or a damaged one.
    package init?(image: Bytes, by algorithm: ClusterAlgorithm = .current) {
        do {
            var reader = try ImageReader(image)
            rows = try reader.numbers()
            suites = try reader.numbers()
            clusterer = try Clusterer(algorithm.weights, from: &reader)
        } catch { return nil }
        numbers = Dictionary(
            rows.enumerated().map { ($1, Int32(truncatingIfNeeded: $0)) }, uniquingKeysWith: { first, _ in first })
    }
}
