// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
package import TestPhase

/// Puts the layers of settings together: default < file < environment < flags.
package enum SettingsLoader {
    /// Names of the settings file, the first one found counts.
    package static let fileNames = ["exitgate.yml", "exitgate.yaml"]

    /// Reads the file, if there is one, and puts the layers together.
    ///
    /// - Parameters:
    ///   - file: Path as the user gave it, or as ``find(from:)`` found it; nil means that there is none.
    ///   - environment: The variables of the process; an empty one counts as not set.
    ///   - flags: The flags that were given, each with the key it sets.
    /// - Throws: ``SettingsError`` with every problem of every layer, when there is at least one.
    package static func load(
        file: String?,
        environment: [String: String] = [:],
        flags: [SettingsFlag] = []
    ) throws(SettingsError) -> LoadedSettings {
        guard let file else { return try load(text: nil, file: nil, environment: environment, flags: flags) }
        return try load(text: try read(file), file: file, environment: environment, flags: flags)
    }

    /// Variables that look like one of ours and set nothing, with the one that was meant.
    package static func misspelt(_ environment: [String: String]) -> [Diagnostic] {
        SettingsLayers.misspelt(environment)
    }

    /// Puts the layers together; `text` is what `file` holds.
    ///
    /// - Throws: ``SettingsError`` with every problem of every layer, when there is at least one.
    package static func load(
        text: String?,
        file: String?,
        environment: [String: String] = [:],
        flags: [SettingsFlag] = []
    ) throws(SettingsError) -> LoadedSettings {
        var layers = SettingsLayers()
        if let text {
            let file = file ?? fileNames[0]
            layers.apply(try SettingsDocument(text: text, file: file), file: file)
        }
        layers.apply(environment)
        layers.apply(flags)
        layers.checkPhase()
        guard layers.problems.isEmpty else { throw SettingsError(problems: layers.problems) }
        return LoadedSettings(
            settings: layers.settings,
            values: layers.values,
            warnings: layers.warnings,
            file: text == nil ? nil : file
        )
    }

    /// The settings file of the project around `folder`: there, or in the nearest folder above, up to that with `.git`.
    ///
    /// - Returns: The path, or nil when there is none.
    package static func find(from folder: String) -> String? {
        var url = URL(fileURLWithPath: folder, isDirectory: true).standardizedFileURL
        while true {
            for name in fileNames {
                let path = url.appendingPathComponent(name).path
                if FileManager.default.fileExists(atPath: path) { return path }
            }
            let isRoot = url.path == "/" || url.path.isEmpty
            if isRoot || FileManager.default.fileExists(atPath: url.appendingPathComponent(".git").path) { return nil }
            url = url.deletingLastPathComponent().standardizedFileURL
        }
    }

    /// The text of a regular file of at most 1 MiB; a pipe or device is never opened, because reading it could hang.
    private static func read(_ file: String) throws(SettingsError) -> String {
        let resolved = URL(fileURLWithPath: file).resolvingSymlinksInPath().path
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: resolved) else {
            let fault = SettingsFault(
                .unreadable,
                "there is no such file",
                hint: "`exitgate init` writes one fitted to the project"
            )
            throw SettingsError(fault, file: file)
        }
        guard attributes[.type] as? FileAttributeType == .typeRegular else {
            throw SettingsError(SettingsFault(.unreadable, "this is no regular file"), file: file)
        }
        let size = (attributes[.size] as? NSNumber)?.intValue ?? 0
        guard size <= SettingsDocument.maximumBytes else {
            throw SettingsError(SettingsFault(.size, "the settings are longer than 1 MiB"), file: file)
        }
        guard let data = FileManager.default.contents(atPath: resolved) else {
            throw SettingsError(SettingsFault(.unreadable, "the file cannot be read"), file: file)
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw SettingsError(SettingsFault(.syntax, "the file is not UTF-8"), file: file)
        }
        return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    }
}
