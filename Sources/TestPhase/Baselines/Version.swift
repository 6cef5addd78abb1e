// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A version as most ecosystems write it: numbers with dots, then perhaps a pre-release.
///
/// Semantic versions are compared as they say (semver.org, 11); versions with more or fewer numbers alike.
package struct Version: Sendable, Equatable {
    package let numbers: [Int]
    /// Identifiers of the pre-release; none for a release.
    package let prerelease: [String]

    /// nil for what does not begin with a number.
    package init?(_ text: String) {
        var rest = text[...]
        if let first = rest.first, first == "v" || first == "V" { rest = rest.dropFirst() }
        rest = rest.prefix { $0 != "+" }
        let core = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let numbers = core.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard !numbers.isEmpty, numbers.dropLast().allSatisfy({ $0 != nil }), let first = numbers[0] else { return nil }
        self.numbers = [first] + numbers.dropFirst().compactMap(\.self)
        var tail = rest[core.endIndex...]
        // A number with letters behind it is rather a commit.
        if numbers.count == 1, let next = tail.first, next != "-" { return nil }
        if tail.first == "-" { tail = tail.dropFirst() }
        prerelease = tail.split(separator: ".").map(String.init)
    }

    /// The number at a place, 0 where there is none.
    private func number(_ place: Int) -> Int { place < numbers.count ? numbers[place] : 0 }

    /// Whether it is a number that no short commit is, which has seven digits.
    private var isShort: Bool { number(0) < 1_000_000 }

    /// How much a change from one version to another may break.
    package enum Step: String, Sendable, CaseIterable, Codable {
        case major, minor, patch, unknown
    }

    /// The step between two versions; `unknown` where either is no version, or a commit, or where both are the same one.
    package static func step(from before: String, to after: String) -> Step {
        guard let old = Version(before), let new = Version(after), old != new else { return .unknown }
        if old.numbers.count == 1, new.numbers.count == 1, !old.isShort || !new.isShort { return .unknown }
        if old.number(0) != new.number(0) { return .major }
        return old.number(1) != new.number(1) ? .minor : .patch
    }
}

extension Version: Comparable {
    package static func < (left: Version, right: Version) -> Bool {
        for place in 0..<max(left.numbers.count, right.numbers.count)
        where left.number(place) != right.number(place) {
            return left.number(place) < right.number(place)
        }
        if left.prerelease.isEmpty || right.prerelease.isEmpty {
            return !left.prerelease.isEmpty && right.prerelease.isEmpty
        }
        for (one, other) in zip(left.prerelease, right.prerelease) where one != other {
            switch (Int(one), Int(other)) {
            case (let one?, let other?): return one < other
            case (nil, nil): return one.utf8.lexicographicallyPrecedes(other.utf8)
            case (let number, _): return number != nil
            }
        }
        return left.prerelease.count < right.prerelease.count
    }

    package static func == (left: Version, right: Version) -> Bool { !(left < right) && !(right < left) }
}
