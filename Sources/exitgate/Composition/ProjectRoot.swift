// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Workflow

/// Where the project lies, and how its files are named.
enum ProjectRoot {
    /// The folder of the settings file that lies above, else that of the checkout around a file that was named.
    static func folder(_ loaded: LoadedSettings) -> String? {
        guard let file = loaded.file else { return GitHistory.root?.path }
        let folder = URL(fileURLWithPath: file).standardizedFileURL.deletingLastPathComponent()
        let here = URL(fileURLWithPath: FileManager.default.currentDirectoryPath).standardizedFileURL.path
        let isAbove = here == folder.path || here.hasPrefix(folder.path == "/" ? "/" : folder.path + "/")
        return isAbove ? folder.path : (GitHistory.root(around: folder) ?? folder).path
    }

    /// The folder of the project within the checkout that the command runs in; empty for its root, and outside any.
    static func inCheckout(_ loaded: LoadedSettings) -> String {
        guard let checkout = GitHistory.root?.standardizedFileURL.path, let root = folder(loaded),
            root.hasPrefix(checkout + "/")
        else { return "" }
        return String(root.dropFirst(checkout.count + 1))
    }

    /// A path from the root of a checkout, as it is named from one of its folders.
    ///
    /// For example, `web/app.js` is `app.js` from `web`, and `../web/app.js` from `api`.
    static func path(_ path: String, from folder: String) -> String {
        var (names, folders) = (path.split(separator: "/")[...], folder.split(separator: "/")[...])
        while names.count > 1, let name = names.first, name == folders.first {
            (names, folders) = (names.dropFirst(), folders.dropFirst())
        }
        return (folders.map { _ in ".." } + names).joined(separator: "/")
    }
}
