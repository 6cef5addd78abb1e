// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What a rule may ask of one failure; the texts are borrowed, so they must outlive the call.
///
/// Of each field only the first 65,536 bytes are looked at: the end of a longer text is the end of these.
package struct RuleSubject {
    package var suite: Bytes
    package var className: Bytes
    package var name: Bytes
    /// Type of the exception; empty if there is none.
    package var type: Bytes
    package var message: Bytes
    /// Symbols as `Trace` writes them, `shop.Cart.total`, in any order.
    package var frames: [Bytes]

    /// Most bytes of a field that are looked at: 64 KiB.
    package static let byteLimit = 65_536

    package init(suite: Bytes, className: Bytes, name: Bytes, type: Bytes, message: Bytes, frames: [Bytes]) {
        self.suite = suite
        self.className = className
        self.name = name
        self.type = type
        self.message = message
        self.frames = frames
    }

    /// Calls `body` with class and name joined by a dot, or with the name alone if there is no class.
    func withTest<Value>(_ body: (Bytes) -> Value) -> Value {
        if className.isEmpty { return body(name) }
        let capacity = min(className.count + 1 + name.count, Self.byteLimit)
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity) { memory in
            var writer = ByteWriter(memory, count: 0)
            writer.put(className, 0, className.count)
            writer.put(.dot)
            writer.put(name, 0, name.count)
            return body(writer.view(0, writer.count))
        }
    }

    /// Whether one of the texts of `field` fits; only `frame` has more than one.
    ///
    /// - Parameter test: Class and name as `withTest` joins them.
    func has(_ field: RuleField, test: Bytes, _ fits: (Bytes) -> Bool) -> Bool {
        switch field {
        case .suite: fits(suite.bounded)
        case .test: fits(test.bounded)
        case .className: fits(className.bounded)
        case .name: fits(name.bounded)
        case .type: fits(type.bounded)
        case .message: fits(message.bounded)
        case .frame: frames.contains { fits($0.bounded) }
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    fileprivate var bounded: Bytes { part(0, Swift.min(count, RuleSubject.byteLimit)) }
}
