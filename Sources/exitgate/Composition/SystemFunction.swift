// Exitgate
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Functions of the system that its headers show to C programs only.
enum SystemFunction {
    /// The function of a name as a type, which must be its own; nil where the system has none.
    static func named<Function>(_ name: String, as type: Function.Type) -> Function? {
        dlsym(nil, name).map { unsafeBitCast($0, to: type) }
    }
}
