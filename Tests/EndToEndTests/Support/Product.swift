// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Where the built command and the sources of this repository are.
enum Product {
    /// The command under test: `EXITGATE_BINARY`, or the one beside the test bundle.
    static let command: String = {
        let environment = ProcessInfo.processInfo.environment
        if let given = environment["EXITGATE_BINARY"], !given.isEmpty { return given }
        let starts = [CommandLine.arguments[0], Bundle.main.executablePath, Bundle.main.bundlePath] + bundles
        for start in starts.compactMap(\.self) {
            var folder = URL(fileURLWithPath: start).resolvingSymlinksInPath().deletingLastPathComponent()
            while folder.path != "/" {
                let candidate = folder.appendingPathComponent("exitgate").path
                if isProgram(candidate) { return candidate }
                folder.deleteLastPathComponent()
            }
        }
        return "/nonexistent/exitgate"
    }()

    /// The root of the repository.
    static let repository: URL = {
        var folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        for _ in 0..<4 { folder.deleteLastPathComponent() }
        return folder
    }()

    /// Files that hold the expected texts.
    static let golden = repository.appendingPathComponent("Tests/EndToEndTests/Golden")

    /// A number of the environment that sizes a test, such as `EXITGATE_KILLS`.
    static func number(_ variable: String, default value: Int) -> Int {
        ProcessInfo.processInfo.environment[variable].flatMap { Int($0) } ?? value
    }

    /// The first of these programs that exists.
    static func program(_ name: String) -> String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        return (folders + ["/usr/bin", "/bin", "/usr/sbin", "/sbin"]).map { "\($0)/\(name)" }.first(where: isProgram)
    }

    /// On macOS the tests live in a bundle that another program loads.
    private static var bundles: [String?] {
        #if os(macOS)
            Bundle.allBundles.filter { $0.bundlePath.hasSuffix(".xctest") }.map(\.bundlePath)
        #else
            []
        #endif
    }

    private static func isProgram(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        let files = FileManager.default
        return files.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
            && files.isExecutableFile(atPath: path)
    }
}
