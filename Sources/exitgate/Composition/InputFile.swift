// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Renderers

/// A file that an option or argument names.
enum InputFile {
    /// Its bytes.
    ///
    /// - Parameters:
    ///   - file: A path; `-` is the standard input where `takesInput` says so.
    ///   - wanted: What to name, as the hint says it: `a Markdown file`.
    /// - Throws: `ExitCode.noInput` where there is none or it cannot be read; it was told then.
    static func read(_ file: String, wanted: String, takesInput: Bool = false) throws -> Data {
        let data =
            takesInput && file == "-"
            ? FileHandle.standardInput.readDataToEndOfFile() : FileManager.default.contents(atPath: file)
        if let data { return data }
        Terminal.note("error: cannot read \(SafeText.quoted(file))")
        Terminal.note("hint: name \(wanted)\(takesInput ? ", or - for the standard input" : "")")
        throw ExitCode.noInput
    }
}
