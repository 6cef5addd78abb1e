// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What the lock files of the Python world share: names, artifacts with their digests, and the public index.
enum PythonPackage {
    /// The address of an index unless it is the public one.
    static func custom(_ index: String?) -> String? {
        guard let index else { return nil }
        let address = SourceAddress(index).text
        let isPublic = ["pypi.org/", "pypi.python.org/", "files.pythonhosted.org/"].contains { host in
            address.hasPrefix("https://" + host) || address == "https://" + host.dropLast()
        }
        return isPublic ? nil : address
    }

    /// A name as indexes compare it: lower case, with one dash for every run of `-`, `_` and `.`.
    static func normalized(_ name: some StringProtocol) -> String {
        name.lowercased().split { "-_.".contains($0) }.joined(separator: "-")
    }

    /// Digests of artifacts that carry a text `hash` such as `sha256:…`.
    static func digests(_ artifacts: [LockTree]) -> [String] {
        artifacts.compactMap { $0["hash"].text }
    }

    static func commit(_ text: String?) -> [String] {
        text.flatMap(LockDigest.commit).map { [$0] } ?? []
    }
}
