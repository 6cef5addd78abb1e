// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import Storage

/// Suggests who owns an issue: whoever owns most of the files of the tests that it broke.
struct OwnerSuggestion {
    private let owners: CodeOwners
    private let failures: StoredFailures

    /// nil where nothing says who owns what.
    init?(_ viewpoint: Viewpoint, _ failures: StoredFailures) {
        guard let owners = viewpoint.owners else { return nil }
        self.owners = owners
        self.failures = failures
    }

    /// The owners of most files, as their line names them; equal ones by name.
    func owner(of incidents: [IssueQueries.IncidentFact]) throws -> String? {
        let tests = incidents.tests
        var counts: [String: Int] = [:]
        for file in try failures.files(of: tests) {
            let found = owners.owners(of: file)
            if !found.isEmpty { counts[found.joined(separator: " "), default: 0] += 1 }
        }
        return counts.min { ($1.value, $0.key) < ($0.value, $1.key) }?.key
    }
}
