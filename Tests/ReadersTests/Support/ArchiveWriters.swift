// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A member of a test archive.
struct ArchiveMember {
    var name: String
    var content: [UInt8]
    var isLink = false

    init(_ name: String, _ content: String = minimalReport, isLink: Bool = false) {
        self.name = name
        self.content = Array(content.utf8)
        self.isLink = isLink
    }
}

/// A zip archive whose members are stored, not packed.
func zip(_ members: [ArchiveMember]) -> [UInt8] {
    var result: [UInt8] = []
    var directory: [UInt8] = []
    for member in members {
        let mode: UInt32 = member.isLink ? 0o120777 : member.name.hasSuffix("/") ? 0o040755 : 0o100644
        let size = UInt32(member.content.count)
        let common =
            little(20, 2) + little(0, 2) + little(0, 2) + little(0, 4) + little(checksum(member.content), 4)
            + little(size, 4) + little(size, 4) + little(UInt32(member.name.utf8.count), 2) + little(0, 2)
        directory += little(0x0201_4B50, 4) + little(0x0314, 2) + common
        directory +=
            little(0, 2) + little(0, 2) + little(0, 2) + little(mode << 16, 4) + little(UInt32(result.count), 4)
        directory += Array(member.name.utf8)
        result += little(0x0403_4B50, 4) + common + Array(member.name.utf8) + member.content
    }
    let start = UInt32(result.count)
    let count = UInt32(members.count)
    return result + directory + little(0x0605_4B50, 4) + little(0, 4) + little(count, 2) + little(count, 2)
        + little(UInt32(directory.count), 4) + little(start, 4) + little(0, 2)
}

/// A tar archive in the ustar form.
func tar(_ members: [ArchiveMember]) -> [UInt8] {
    var result: [UInt8] = []
    for member in members {
        let content = member.isLink ? [] : member.content
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at offset: Int) {
            header.replaceSubrange(offset..<offset + text.utf8.count, with: text.utf8)
        }
        put(member.name, at: 0)
        put("0000644\0", at: 100)
        put("0000000\0", at: 108)
        put("0000000\0", at: 116)
        put(octal(content.count, digits: 11) + "\0", at: 124)
        put("00000000000\0", at: 136)
        put("        ", at: 148)
        put(member.isLink ? "2" : "0", at: 156)
        if member.isLink { put(String(decoding: member.content, as: UTF8.self), at: 157) }
        put("ustar\0" + "00", at: 257)
        put(octal(header.reduce(0) { $0 + Int($1) }, digits: 6) + "\0 ", at: 148)
        result += header + content + [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
    }
    return result + [UInt8](repeating: 0, count: 1024)
}

private func little(_ value: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
}

private func octal(_ value: Int, digits: Int) -> String {
    let text = String(value, radix: 8)
    return String(repeating: "0", count: digits - text.count) + text
}

/// CRC-32 as zip wants it.
private func checksum(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
        crc ^= UInt32(byte)
        for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
}
