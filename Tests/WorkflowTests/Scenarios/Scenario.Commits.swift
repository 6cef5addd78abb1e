// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

extension Scenario {
    /// The commits of the lanes, one a day and branch; where a lane says from where its branch was cut, with their ancestors.
    struct Commits {
        struct Place: Hashable {
            let branch: String
            let day: Double
        }

        private let isGit: Bool
        private let branches: [String]
        private let cuts: [String: Double]
        private let merges: [Place: String]
        /// Days of each branch, ascending.
        private let days: [String: [Double]]

        init(_ lanes: [Lane]) {
            isGit = lanes.contains { $0.cut != nil }
            branches = lanes.map(\.branch).filter { $0 != "main" }
            cuts = Dictionary(lanes.compactMap { lane in lane.cut.map { (lane.branch, $0) } }) { first, _ in first }
            var merges: [Place: String] = [:]
            var days: [String: Set<Double>] = [:]
            for lane in lanes {
                for (day, branch) in lane.merges { merges[Place(branch: lane.branch, day: Double(day) ?? 0)] = branch }
                let count = lane.tests.values.map(\.count).max() ?? 0
                days[lane.branch, default: []].formUnion((0..<count).map { lane.from + Double($0) })
            }
            self.merges = merges
            self.days = days.mapValues { $0.sorted() }
        }

        /// `c0ffee07` for day 7 of main, `dead7` for one of any other branch; with git as many digits as a hash has.
        func name(_ place: Place) -> String {
            let day = "\(place.day < 10 ? "0" : "")\(Int(place.day))"
            guard isGit else { return place.branch == "main" ? "c0ffee\(day)" : "dead\(Int(place.day))" }
            let branch = branches.firstIndex(of: place.branch).map { "dead0\($0)" } ?? "c0ffee"
            return branch + day + String(repeating: "0", count: 32)
        }

        /// The commit and all its ancestors, the latest first; nil without git.
        func lineage(of place: Place) -> Lineage? {
            guard isGit else { return nil }
            var found: Set<Place> = [place]
            var open = [place]
            while let next = open.popLast() {
                for parent in parents(of: next) where found.insert(parent).inserted { open.append(parent) }
            }
            let others = found.subtracting([place]).sorted { ($0.day, $0.branch) > ($1.day, $1.branch) }
            return Lineage(([place] + others).map(name))
        }

        private func parents(of place: Place) -> [Place] {
            func last(_ branch: String, before day: Double) -> Place? {
                days[branch]?.last { $0 < day }.map { Place(branch: branch, day: $0) }
            }
            let own =
                last(place.branch, before: place.day)
                ?? cuts[place.branch].map { Place(branch: "main", day: $0) }
            return [own, merges[place].flatMap { last($0, before: place.day) }].compactMap(\.self)
        }
    }
}
