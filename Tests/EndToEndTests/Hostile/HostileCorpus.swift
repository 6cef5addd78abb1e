// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The hostile corpus that lies beside the repository on the machines of developers and CI; none of it is copied here.
enum HostileCorpus {
    struct Case: Decodable, Sendable {
        let id: String
        let file: String
        let expect: String
        let code: String
        let keep: [String: Int]
        let forbid: [String]
        let error_line: Int?
        let max_seconds: Double
        let big: Bool

        var isAccepted: Bool { expect.hasPrefix("accept") }
    }

    private struct Manifest: Decodable {
        let cases: [Case]
    }

    static let generator = Product.repository.deletingLastPathComponent()
        .appendingPathComponent("shared/corpus/hostile/generate_hostile.py").path

    /// Whether the generator and what runs it are here.
    static let isPresent = FileManager.default.fileExists(atPath: generator) && Product.program("python3") != nil

    /// Writes the small cases into the folder `corpus` of a workplace.
    static func generate(in place: Workplace) throws -> [Case] {
        let python = Product.program("python3") ?? "python3"
        let home = ProcessInfo.processInfo.environment["HOME"] ?? "/"
        let ended = try place.startProgram(
            [python, generator, "--out", place.path("corpus")],
            environment: ["HOME": home, "PYTHONDONTWRITEBYTECODE": "1"], limit: 60
        ).wait()
        guard ended.code == 0 else { throw Child.StartFailure(program: generator, reason: ended.description) }
        let data = try Data(contentsOf: URL(fileURLWithPath: place.path("corpus/manifest.json")))
        return try JSONDecoder().decode(Manifest.self, from: data).cases.filter { !$0.big }
    }
}
