// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A program that runs in a folder and writes to the terminal of the caller.
struct Tool {
    /// How it ended.
    struct Status {
        let code: Int32

        func check(_ name: String) throws {
            if code != 0 { throw Failure("\(name) ended with \(code)") }
        }
    }

    private let program: URL
    private let folder: URL

    init(_ program: URL, in folder: URL) {
        self.program = program
        self.folder = folder
    }

    @discardableResult
    func run(_ arguments: [String]) throws -> Status {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = folder
        try process.run()
        process.waitUntilExit()
        return Status(code: process.terminationStatus)
    }

    /// What it prints.
    func output(_ arguments: [String]) throws -> String {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: text, as: UTF8.self)
    }
}
