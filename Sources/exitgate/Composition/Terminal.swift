// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Renderers
import TestPhase

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The two streams of the process; the only place that prints.
enum Terminal {
    /// Writes text to the standard output; a closed pipe ends the process quietly.
    static func print(_ text: String, terminator: String = "\n") {
        write(text + terminator, to: 1)
    }

    /// Writes a line for people to the standard error.
    static func note(_ text: String, terminator: String = "\n") {
        write(text + terminator, to: 2)
    }

    static func note(_ diagnostic: Diagnostic, palette: Palette) {
        note(DiagnosticText.line(diagnostic, palette: palette))
    }

    static func isTerminal(_ descriptor: CInt) -> Bool { isatty(descriptor) == 1 }

    /// Columns of the terminal behind the standard output; nil when there is none.
    static var width: Int? {
        guard isTerminal(1) else { return nil }
        var size = winsize()
        guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 20 else { return 80 }
        return Int(size.ws_col)
    }

    /// The address of a file for links.
    static func fileAddress(_ path: String) -> String { URL(fileURLWithPath: path).absoluteString }

    /// Faults of the streams and size limits become errors that are handled, instead of a death by signal.
    static func ignoreSignals() {
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
    }

    private static func write(_ text: String, to descriptor: CInt) {
        var text = text
        text.withUTF8 { bytes in
            var written = 0
            while written < bytes.count {
                let count = systemWrite(descriptor, bytes.baseAddress! + written, bytes.count - written)
                if count < 0 {
                    if errno == EINTR || errno == EAGAIN { continue }
                    if descriptor == 1, errno == EPIPE { exit(0) }
                    return
                }
                written += count
            }
        }
    }
}

private func systemWrite(_ descriptor: CInt, _ start: UnsafePointer<UInt8>, _ count: Int) -> Int {
    write(descriptor, start, count)
}
