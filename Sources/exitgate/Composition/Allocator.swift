// Exitgate
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#endif

/// How the process asks the system for memory.
enum Allocator {
    private typealias Option = @convention(c) (CInt, CInt) -> CInt

    /// Takes address space for the heap in one large step, has it filled with large pages where the system offers them, and
    /// gives nothing back before the end: a command lives for moments, and each step and each small page costs it a fault.
    /// Memory that is not touched is not taken. Only GNU's allocator has these options.
    static func prepare() {
        #if canImport(Glibc)
            guard let option = SystemFunction.named("mallopt", as: Option.self) else { return }
            // M_MMAP_THRESHOLD, M_TOP_PAD and M_TRIM_THRESHOLD of malloc.h; the first has no larger value.
            let (mapThreshold, topPad, trimThreshold): (CInt, CInt, CInt) = (-3, -2, -1)
            let step = 64 << 20
            _ = option(mapThreshold, 32 << 20)
            _ = option(topPad, CInt(step))
            _ = option(trimThreshold, 2 * CInt(step))
            useLargePages(step)
        #endif
    }

    #if canImport(Glibc)
        /// Grows the heap by a step and marks it for large pages. It is advice: where the system has none, nothing changes.
        private static func useLargePages(_ step: Int) {
            let largePage: UInt = 2 << 20
            guard let begin = sbrk(0) else { return }
            // A pair of `malloc` and `free` would be left out by the compiler.
            var block: UnsafeMutableRawPointer?
            guard posix_memalign(&block, 16, step / 256) == 0 else { return }
            free(block)
            let end = UInt(bitPattern: sbrk(0))
            let first = (UInt(bitPattern: begin) + largePage - 1) & ~(largePage - 1)
            guard end > first, let address = UnsafeMutableRawPointer(bitPattern: first) else { return }
            _ = madvise(address, Int(end - first), MADV_HUGEPAGE)
        }
    #endif
}
