// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// `packages.lock.json` of NuGet: the packages of every target framework.
enum NuGetLock {
    static func read(_ text: LockText, into draft: inout LockDraft) {
        guard let root = draft.json(text.text) else { return }
        draft.setVersion(root["version"].text, known: ["1", "2"])
        if !root["dependencies"].isTable { draft.markMissing("dependencies") }
        for (framework, packages) in draft.tablePairs(root["dependencies"], "dependencies") {
            for (name, package) in draft.tablePairs(packages, framework) where package["type"].text != "Project" {
                let version = package["resolved"].text
                draft.add(
                    LockedDependency(
                        .nuget, name, version: version,
                        digests: LockDigest.known("sha512", package["contentHash"].text),
                        isDirect: package["type"].text.map { $0 == "Direct" }, isPinned: version != nil))
            }
        }
    }
}
