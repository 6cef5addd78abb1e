// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What the arguments ask for.
struct Request {
    enum Kind {
        case help
        /// Words for `exitgate` itself.
        case tool([String])
        /// Options of `exitgate ingest`, and of `swift test`.
        case tests(ingest: [String], test: [String], decides: Bool)
    }

    static let help = """
        Runs the tests of this package, keeps their results, and prints where they lead.

        USAGE: swift package --allow-writing-to-package-directory exitgate [--gate] [INGEST OPTIONS] [-- TEST OPTIONS]
               swift package --allow-writing-to-package-directory exitgate tool WORDS...

          --gate            Decide the gate of the phase instead of previewing it.
          INGEST OPTIONS    Those of exitgate ingest: --phase, --release, --set os=linux, --run-key and so on.
          TEST OPTIONS      Those of swift test: --filter CartTests, --enable-code-coverage and so on.
          tool WORDS        Run exitgate itself: tool incident list, tool report --release 2.4.

        Without --phase, and without an exitgate.yml that names one, the results belong to the phase construction.
        """

    let kind: Kind
    private let words: [String]

    init(_ arguments: [String]) {
        let parts = arguments.split(separator: "--", maxSplits: 1, omittingEmptySubsequences: false).map(Array.init)
        let own = parts.first ?? []
        words = own
        if own.first == "tool" {
            kind = .tool(Array(arguments.dropFirst()))
        } else if own.contains("--help") || own.contains("-h") {
            kind = .help
        } else {
            kind = .tests(
                ingest: own.filter { $0 != "--gate" }, test: parts.count > 1 ? parts[1] : [],
                decides: own.contains("--gate"))
        }
    }

    var phase: String? { value(of: "--phase") }

    /// Those of some options that were given, with their values, for another command that takes them too.
    func shared(_ options: [String]) -> [String] {
        options.flatMap { option in value(of: option).map { [option, $0] } ?? [] }
    }

    /// What follows an option, or stands behind its equals sign.
    private func value(of option: String) -> String? {
        if let place = words.firstIndex(of: option), place + 1 < words.count { return words[place + 1] }
        return words.first { $0.hasPrefix("\(option)=") }.map { String($0.dropFirst(option.count + 1)) }
    }
}
