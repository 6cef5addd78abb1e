// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Which source files tests ran through, as lcov or Cobertura wrote it down.
///
/// lcov may name the test of each part (`TN:`); Cobertura never does, so it only tells which files any test reaches.
package struct CoverageFile: Sendable, Equatable {
    /// Files that were run through, by the name of the test; under an empty name those of nobody knows which.
    package private(set) var files: [String: Set<String>] = [:]

    /// Reads a file.
    ///
    /// - Returns: nil for a file that is neither, or that says nothing was run through.
    package init?(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        if text.contains("<coverage") { readCobertura(bytes) } else { readLCOV(text) }
        if files.isEmpty { return nil }
    }

    /// Source: the format of geninfo: `TN`, `SF`, `DA:line,hits`, `end_of_record`.
    private mutating func readLCOV(_ text: String) {
        var (test, file, isHit) = ("", String?.none, false)
        for line in text.split(whereSeparator: \.isNewline) {
            if line.hasPrefix("TN:") {
                test = String(line.dropFirst(3))
            } else if line.hasPrefix("SF:") {
                (file, isHit) = (String(line.dropFirst(3)), false)
            } else if line.hasPrefix("DA:") {
                let hits = line.dropFirst(3).split(separator: ",").dropFirst().first.flatMap { Int($0) } ?? 0
                isHit = isHit || hits > 0
            } else if line == "end_of_record", let path = file {
                if isHit { files[test, default: []].insert(path) }
                file = nil
            }
        }
    }

    /// Classes with a line rate above 0, or without one and with a line that was hit.
    private mutating func readCobertura(_ bytes: [UInt8]) {
        let covered = CoberturaClasses.covered(in: bytes)
        if !covered.isEmpty { files[""] = covered }
    }
}
