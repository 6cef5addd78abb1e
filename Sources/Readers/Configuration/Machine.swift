// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// The machine that tests run on, in facts that do not change between two captures.
package struct Machine: Sendable, Equatable {
    /// `ubuntu 24.04`; nil where the system does not say.
    package var system: String?
    /// Release of the kernel.
    package var kernel: String?
    package var architecture: String?
    /// Processors that this process may use.
    package var cores: Int
    /// Bytes, all that is built in.
    package var memoryBytes: UInt64
    /// Name of the system's own time zone; nil where it has none.
    package var timeZone: String?

    package init(
        system: String?, kernel: String?, architecture: String?, cores: Int, memoryBytes: UInt64, timeZone: String?
    ) {
        self.system = system
        self.kernel = kernel
        self.architecture = architecture
        self.cores = cores
        self.memoryBytes = memoryBytes
        self.timeZone = timeZone
    }

    /// - Parameter environment: Variables of the process; locale, time zone and image of a hosted runner are kept.
    func items(environment: [String: String]) -> [ConfigurationItem] {
        let given = { (names: [String]) in
            names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        }
        let facts: [(String, String?, String)] = [
            ("os", system, "system"), ("kernel", kernel, "system"), ("architecture", architecture, "system"),
            ("cores", String(cores), "system"), ("memory", memory, "system"),
            ("locale", given(["LC_ALL", "LC_CTYPE", "LANG"]) ?? "C", "environment"),
            ("time zone", given(["TZ"]).map(Self.zone) ?? timeZone, "environment"),
            ("runner image", Self.runnerImage(environment), "environment"),
        ]
        let items = facts.compactMap { key, value, evidence in
            value.map { CapturedText($0).item(.platform, key, evidence: evidence) }
        }
        let image = given(["CI_JOB_IMAGE"]).flatMap(ImageReference.init)?.item(evidence: "environment")
        return items + [image].compactMap(\.self)
    }

    /// In GiB, to the nearest one: what a kernel keeps for itself differs from start to start.
    private var memory: String { "\((memoryBytes + (1 << 29)) >> 30) GiB" }

    /// `:Europe/Berlin` and a path into the zone files mean the zone.
    static func zone(_ text: String) -> String {
        let path = text.hasPrefix(":") ? text.dropFirst() : text[...]
        return path.range(ofASCII: "zoneinfo/").map { String(path[$0.upperBound...]) } ?? String(path)
    }

    /// What hosted runners of GitHub and Azure say of the image of their disk.
    private static func runnerImage(_ environment: [String: String]) -> String? {
        let parts = ["ImageOS", "ImageVersion"].compactMap { environment[$0] }.filter { !$0.isEmpty }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }
}
