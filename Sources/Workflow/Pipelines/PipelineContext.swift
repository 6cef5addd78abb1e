// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What a CI system tells a job about itself, in the same words for all systems.
///
/// It fills what the user did not give to `ingest`. All of it is data: branch names are written by authors of pull
/// requests, so nothing here is safe to print as it is.
package struct PipelineContext: Sendable, Hashable {
    /// One of several jobs that share the tests of a run.
    package struct Shard: Sendable, Hashable {
        /// From 1 to `total`, whatever the system counts from.
        package let index: Int
        /// At least 2.
        package let total: Int

        /// Nil unless `index` is within 1 and `total`, and `total` is at least 2.
        package init?(index: Int, total: Int) {
            guard total >= 2, (1...total).contains(index) else { return nil }
            self.index = index
            self.total = total
        }
    }

    /// Name of the system: `github`, `gitlab`, `jenkins`, …
    package let system: String
    /// Equal for all shards and all attempts of one job of one pipeline run; nil when the system tells too little.
    ///
    /// For example: `github:octo/shop:1658821493:integration`. Colons and percent signs within a part are escaped.
    package let runKey: String?
    /// Which try of the job this is, from 1; always 1 where the system does not tell.
    package let attempt: Int
    /// Id of this one execution where the system has one: it differs between attempts and shards.
    package let execution: String?
    /// The commit that was checked out, in lower-case hexadecimal digits.
    package let commit: String?
    /// The branch; of a pull request, the one that would be merged. Nil for a tag.
    package let branch: String?
    /// A page about the build, for people.
    package let buildURL: String?
    /// Which part of the tests this job runs; nil when it runs all.
    package let shard: Shard?
    /// When the pipeline run began, as the system writes it; nil where it does not tell.
    package let startedAt: String?

    /// The first system that recognises the variables of the process, or nil outside of CI.
    package static func detect(environment: [String: String]) -> PipelineContext? {
        let variables = PipelineVariables(environment)
        return PipelineSystem.all.first { $0.isPresent(variables) }?.context(variables)
    }

    init(
        _ system: String,
        key: [String?],
        attempt: Int? = nil,
        execution: String? = nil,
        commit: String?,
        branch: String?,
        buildURL: String?,
        shard: Shard? = nil,
        startedAt: String? = nil
    ) {
        self.system = system
        runKey = Self.key(system, key)
        self.attempt = max(attempt ?? 1, 1)
        self.execution = execution
        self.commit = commit.flatMap(Self.commit)
        self.branch = branch.map(Self.branch)
        self.buildURL = buildURL
        self.shard = shard
        self.startedAt = startedAt
    }

    /// All parts or none: a key with a hole would be shared by runs that have nothing in common.
    private static func key(_ system: String, _ parts: [String?]) -> String? {
        let given = parts.compactMap(\.self).filter { !$0.isEmpty }
        guard given.count == parts.count, !given.isEmpty else { return nil }
        return ([system] + given.map(escaped)).joined(separator: ":")
    }

    private static func escaped(_ part: String) -> String {
        part.reduce(into: "") { text, character in
            switch character {
            case ":": text += "%3A"
            case "%": text += "%25"
            default: text.append(character)
            }
        }
    }

    /// Some systems say `HEAD` where they mean that they do not know yet.
    private static func commit(_ text: String) -> String? {
        let lowered = text.lowercased()
        guard (7...64).contains(lowered.utf8.count), lowered.allSatisfy({ $0.isASCII && $0.isHexDigit }) else {
            return nil
        }
        return lowered
    }

    private static func branch(_ text: String) -> String {
        let prefix = "refs/heads/"
        return text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
    }
}
