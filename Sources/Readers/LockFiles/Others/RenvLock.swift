// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// `renv.lock` of R.
enum RenvLock {
    static func read(_ text: LockText, into draft: inout LockDraft) {
        guard let root = draft.json(text.text) else { return }
        if !root["Packages"].isTable { draft.markMissing("Packages") }
        for (name, package) in draft.tablePairs(root["Packages"], "Packages") {
            let commit = package["RemoteSha"].text
            let digests =
                LockDigest.known("md5", package["Hash"].text) + (commit.flatMap(LockDigest.commit).map { [$0] } ?? [])
            let version = package["Version"].text
            draft.add(
                LockedDependency(
                    .cran, package["Package"].text ?? name, version: version, digests: digests,
                    isPinned: version != nil && package["Source"].text != "Local", source: source(package)))
        }
    }

    /// Packages of the repository that the project names first need no source of their own.
    private static func source(_ package: LockTree) -> String? {
        switch package["Source"].text {
        case "Repository", "CRAN": nil
        case "GitHub", "GitLab", "Bitbucket":
            package["RemoteUsername"].text.flatMap { user in
                package["RemoteRepo"].text.map { "\(host(package))/\(user)/\($0)" }
            }
        case let kind: (package["RemoteUrl"].text.map { SourceAddress($0).text }) ?? kind
        }
    }

    /// renv names the host that answers questions, not the one that serves the repository.
    private static func host(_ package: LockTree) -> String {
        let host = package["RemoteHost"].text ?? "github.com"
        return host.hasPrefix("api.") ? String(host.dropFirst(4)) : host
    }
}
