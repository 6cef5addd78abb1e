// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Readers

struct FailureLinesScanTests {
    @Test(arguments: 0..<40)
    func `the search stops at the first quote, backslash or control character`(length: Int) {
        for stop: UInt8 in [0x22, 0x5C, 0x00, 0x09, 0x1F] {
            for place in 0..<max(length, 1) {
                var bytes = [UInt8](repeating: 0x41, count: length)
                for index in bytes.indices where index > place {
                    bytes[index] = [0x21, 0x23, 0x5B, 0x5D, 0x80, 0xFF][index % 6]
                }
                if place < length { bytes[place] = stop }
                for start in 0...length {
                    let expected = bytes[start...].firstIndex { $0 == 0x22 || $0 == 0x5C || $0 < 0x20 } ?? length
                    let found = bytes.withUnsafeBufferPointer { $0.stringStop(from: start) }
                    guard found != expected else { continue }
                    #expect(found == expected, "\(bytes) from \(start)")
                }
            }
        }
    }

    @Test func `every byte beside a stop is told from it`() {
        for byte in UInt8.min...UInt8.max {
            for neighbour: UInt8 in [0x20, 0x21, 0x22, 0x5C, 0x5D, 0x7F, 0x80, 0xA2, 0xDC, 0x9F, 0xFF] {
                let bytes = [neighbour, byte, neighbour, byte, byte, neighbour, byte, byte, byte]
                let expected = bytes.firstIndex { $0 == 0x22 || $0 == 0x5C || $0 < 0x20 } ?? bytes.count
                #expect(bytes.withUnsafeBufferPointer { $0.stringStop(from: 0) } == expected)
            }
        }
    }
}
