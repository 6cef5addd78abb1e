// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestPhase

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension Machine {
    /// This machine.
    package static var current: Machine {
        var names = utsname()
        let isNamed = uname(&names) == 0
        let process = ProcessInfo.processInfo
        return Machine(
            system: system, kernel: isNamed ? text(names.release) : nil,
            architecture: isNamed ? text(names.machine) : nil, cores: process.activeProcessorCount,
            memoryBytes: process.physicalMemory, timeZone: systemTimeZone)
    }

    /// A field of C as text, up to its first zero.
    private static func text<Field>(_ field: Field) -> String {
        withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    private static var system: String? {
        #if canImport(Darwin)
            let version = ProcessInfo.processInfo.operatingSystemVersion
            return "macos \(version.majorVersion).\(version.minorVersion).\(version.patchVersion)"
        #else
            let release = ["/etc/os-release", "/usr/lib/os-release"].lazy.compactMap(lines).first
            return release.flatMap(system)
        #endif
    }

    /// Name and version out of the lines of an `os-release` file; rolling systems have a build instead.
    static func system(_ lines: [Substring]) -> String? {
        let fields = Dictionary(
            lines.compactMap { line in
                line.firstIndex(of: "=").map { (String(line[..<$0]), line[line.index(after: $0)...]) }
            }
        ) { _, last in last }.mapValues { $0.filter { $0 != "\"" && $0 != "'" } }
        guard let name = fields["ID"] else { return nil }
        return [name, fields["VERSION_ID"] ?? fields["BUILD_ID"]].compactMap(\.self).joined(separator: " ")
    }

    /// A link into the zone files names the zone; Debian also writes the name down.
    private static var systemTimeZone: String? {
        if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/etc/localtime") {
            return zone(target)
        }
        return lines("/etc/timezone")?.first.map(String.init)
    }

    private static func lines(_ path: String) -> [Substring]? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        return String(decoding: data.prefix(1 << 16), as: UTF8.self).split(whereSeparator: \.isNewline)
    }
}
