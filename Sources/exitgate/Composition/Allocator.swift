// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// How the process asks the system for memory.
enum Allocator {
    private typealias Option = @convention(c) (CInt, CInt) -> CInt

    /// Grows the heap in large steps and gives nothing back before the end: a command lives for moments, and each step costs a
    /// call and faults. Only GNU's allocator has these options.
    static func prepare() {
        #if canImport(Glibc)
            guard let option = SystemFunction.named("mallopt", as: Option.self) else { return }
            // M_TOP_PAD and M_TRIM_THRESHOLD of malloc.h.
            let (topPad, trimThreshold): (CInt, CInt) = (-2, -1)
            _ = option(topPad, 16 << 20)
            _ = option(trimThreshold, 128 << 20)
        #endif
    }
}
