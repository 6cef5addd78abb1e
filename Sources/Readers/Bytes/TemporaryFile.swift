// Exitgate
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Files without a name: the system frees them with their last descriptor, even after a kill.
package enum TemporaryFile {
    /// Where they are made: `TMPDIR`, else `/tmp`.
    package static var folder: String { getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp" }

    /// A descriptor open for reading and writing, which the caller closes; negative, with `errno`, when none can be made.
    package static func open() -> CInt {
        var template = Array("\(folder)/exitgate-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        if descriptor >= 0 { unlink(template) }
        return descriptor
    }
}
