// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What a change will probably touch, and how likely it does harm, said before it is implemented.
package struct ChangeAssessment: Sendable, Equatable, Codable {
    /// One thing that raises the risk.
    package struct Factor: Sendable, Equatable, Codable {
        package let name: String
        /// What it adds at most, from 0 to 1.
        package let weight: Double
        /// How much of that holds here, from 0 to 1.
        package let share: Double
        package let why: String

        package init(_ name: String, weight: Double, share: Double, why: String) {
            self.name = name
            self.weight = weight
            self.share = min(1, max(0, share))
            self.why = why
        }
    }

    package struct Component: Sendable, Equatable, Codable {
        package let name: String
        package let owners: [String]

        package init(name: String, owners: [String]) {
            self.name = name
            self.owners = owners
        }

        /// Whether it is no component of the settings, but what those owners own.
        package var isNamedByOwners: Bool { name == owners.joined(separator: " ") }
    }

    /// Who has to approve.
    package enum Band: String, Sendable, Codable {
        /// Below 25: one person who is not the requester.
        case one
        /// From 25 to 60: somebody for each touched component.
        case owners
        /// Above 60: two people, the way back tried out.
        case board
    }

    package var factors: [Factor]
    package var components: [Component] = []
    /// Tests that it reaches, and all that there are.
    package var tests = 0
    package var allTests = 0
    /// How the tests were found, such as `co-failure`.
    package var sources: [String] = []
    /// Open issues of the tests that it reaches.
    package var issues: [Int64] = []
    /// Incidents of those tests so far.
    package var incidents = 0
    /// Baselines that hold what it touches, by name.
    package var baselines: [String] = []
    package var phases: [String] = []
    /// Environments that it touches, by name.
    package var environments: [String] = []
    /// The standard model that it fits; nil for none.
    package var model: String?
    /// Whether that model has proven itself, so that nobody has to approve.
    package var isPreApproved = false
    /// What people should know beside the risk.
    package var notes: [String] = []

    package init(factors: [Factor]) { self.factors = factors }

    /// From 0 to 100: one less the product of what each factor leaves, so that each adds and none can lower it.
    package var risk: Int {
        Int((100 * (1 - factors.reduce(1) { $0 * (1 - $1.weight * $1.share) })).rounded())
    }

    package var band: Band { risk < 25 ? .one : risk <= 60 ? .owners : .board }

    /// The chance that it does harm, as it was forecast.
    package var forecast: Double { Double(risk) / 100 }
}
