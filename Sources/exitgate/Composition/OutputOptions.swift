// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Renderers

/// What every command takes that prints.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print no colours; NO_COLOR in the environment does the same.")
    var noColor = false

    @Flag(name: .shortAndLong, help: "Print nothing but results and errors.")
    var quiet = false

    var palette: Palette { palette(for: 1) }
    var errorPalette: Palette { palette(for: 2) }

    private func palette(for descriptor: CInt) -> Palette {
        Palette(
            environment: ProcessInfo.processInfo.environment, isTerminal: Terminal.isTerminal(descriptor),
            isRefused: noColor)
    }
}

/// The only clock of the process.
enum Clock {
    /// UTC milliseconds since 1970.
    static var now: Int64 { Int64(Date().timeIntervalSince1970 * 1000) }
}
