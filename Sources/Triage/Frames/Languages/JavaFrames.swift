// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Java, Kotlin, Scala, Groovy: `	at module/package.Class.method(File.java:12)`.
enum JavaFrames {
    static let runtime = PrefixList([
        "java.", "junit.", "sun.", "org.junit.", "org.apache.tools.ant.", "org.gradle.", "org.apache.maven.surefire.",
        "javax.",
        "jdk.", "com.sun.", "org.hamcrest.", "org.assertj.", "org.opentest4j.",
        "org.apache.maven.plugin.surefire.", "com.intellij.",
        "org.eclipse.jdt.", "kotlin.", "scala.", "groovy.lang.", "org.codehaus.groovy.", "org.testng.",
        "org.powermock.",
        "org.jacoco.", "net.bytebuddy.", "kotlinx.coroutines.", "io.kotest.", "org.scalatest.", "jakarta.",
        "com.google.common.truth.",
    ])

    /// Where the parts of `module/package.Class.method(` lie.
    struct Call {
        /// Behind `java.base/`, `app//`, `loader/module@1.0/`; the slash in the name of a hidden class is none of these.
        private(set) var begin: Int
        /// The dot before the method.
        private(set) var dot: Int
        /// The opening parenthesis; the end of the line if there is none.
        private(set) var open: Int
        private(set) var hasBlank = false

        init(_ text: Bytes, _ start: Int, _ end: Int) {
            begin = start
            dot = start
            open = start
            var isHidden = false
            while open < end {
                let byte = text[open]
                if byte < 64 {
                    if byte == UInt8(ascii: "(") { break }
                    if byte == .dot { dot = open }
                    if byte == .dollar { isHidden = true }
                    if byte == .slash, !isHidden { begin = open + 1 }
                    if byte == .space { hasBlank = true }
                }
                open &+= 1
            }
        }
    }

    /// Reads a frame whose parts are known; false if it is no Java frame.
    ///
    /// - Parameter start: Where the call begins; the caller has seen that no prefix of the runtime stands there.
    static func parse(_ text: Bytes, _ call: Call, start: Int, into trace: inout Trace) -> Bool {
        guard call.dot > call.begin, call.dot + 1 < call.open, !call.hasBlank else { return false }
        let isSeen = call.begin == start && !trace.keepsRuntime
        let isRuntime = !isSeen && runtime.matches(text, at: call.begin)
        trace.addFrame(isRuntime: isRuntime, isDotted: true) { writer in
            putClass(text, call.begin, call.dot, into: &writer)
            writer.put(.dot)
            let nameStart = writer.count
            putMethod(text, call.dot + 1, call.open, into: &writer)
            return nameStart
        }
        return true
    }

    /// Writes a class name without what compilers and proxies generate.
    private static func putClass(_ text: Bytes, _ start: Int, _ end: Int, into writer: inout ByteWriter) {
        var place = start
        while place < end {
            guard text[place] == .dollar else {
                let begin = place
                while place < end, text[place] != .dollar { place += 1 }
                writer.putName(text, begin, place, masking: place == end ? 2 : 99)
                continue
            }
            if let skipped = generatedEnd(text, place, end) {
                place = skipped
                continue
            }
            writer.put(.dollar)
            place += 1
            if text.has("Proxy", at: place) {
                writer.put("Proxy")
                place += 5
                while place < end, text[place].isDigit { place += 1 }
            } else if place < end, text[place].isDigit {
                writer.put(UInt8(ascii: "#"))
                while place < end, text[place].isDigit { place += 1 }
            }
        }
    }

    /// End of `$$Lambda$12/0x0001`, `$$EnhancerBySpringCGLIB$$1a2b`, and their like.
    private static func generatedEnd(_ text: Bytes, _ start: Int, _ end: Int) -> Int? {
        guard text.byte(start + 1) == .dollar else { return nil }
        let names: [StaticString] = [
            "Lambda", "EnhancerBy", "FastClassBy", "_javassist", "Generated", "SpringCGLIB", "ByteBuddy",
        ]
        guard names.contains(where: { text.has($0, at: start + 2) }) else { return nil }
        var place = start + 2
        while place < end,
            text[place].isAlphanumeric || text[place] == .dollar || text[place] == .underscore || text[place] == .slash
        {
            place += 1
        }
        return place
    }

    /// `lambda$run$3` becomes `lambda$run`, `access$100` becomes `access$#`.
    private static func putMethod(_ text: Bytes, _ start: Int, _ end: Int, into writer: inout ByteWriter) {
        guard text.has("lambda$", at: start) else { return writer.putName(text, start, end) }
        var tail = end
        while tail > start, text[tail - 1].isDigit { tail -= 1 }
        writer.put(text, start, tail < end && text[tail - 1] == .dollar ? tail - 1 : end)
    }

    static let examples: [FrameExample] = [
        FrameExample(
            "Java",
            """
            java.lang.IllegalStateException: outer
            \tat org.shop.Cart.total(Cart.java:31)
            \tat org.shop.CartTest.testTotal(CartTest.java:12)
            \tat java.base/java.lang.reflect.Method.invoke(Method.java:498)
            Caused by: java.lang.NullPointerException
            \tat app//org.shop.Price$$Lambda$14/0x0000.apply(Unknown Source)
            \tat org.shop.Price.lambda$sum$3(Price.java:7)
            \tat org.shop.Price$2.run(Price.java:9)
            \t... 24 more
            """,
            [
                "app org.shop.Price.apply", "app org.shop.Price.lambda$sum", "app org.shop.Price$#.run",
                "app org.shop.Cart.total",
                "test org.shop.CartTest.testTotal", "runtime java.lang.reflect.Method.invoke",
            ]
        ),
        FrameExample(
            "Java",
            """
            x: y
                at com.sun.proxy.$Proxy12.find(Unknown Source)
                at org.shop.Repo$$EnhancerBySpringCGLIB$$1a2b3c.find(<generated>)
                at org.shop.GeneratedAccessor17.get(Native Method)
                Suppressed: java.io.IOException: close
                    at org.shop.Other.close(Other.java:3)
            """,
            [
                "runtime com.sun.proxy.$Proxy.find", "app org.shop.Repo.find", "app org.shop.GeneratedAccessor#.get",
            ]
        ),
        FrameExample(
            "Kotlin",
            """
            kotlin.UninitializedPropertyAccessException: lateinit property x
            \tat shop.Cart$load$1.invokeSuspend(Cart.kt:20)
            \tat kotlin.coroutines.jvm.internal.BaseContinuationImpl.resumeWith(ContinuationImpl.kt:33)
            \tat shop.CartSpec.access$100(CartSpec.kt:8)
            """,
            [
                "app shop.Cart$load$#.invokeSuspend",
                "runtime kotlin.coroutines.jvm.internal.BaseContinuationImpl.resumeWith",
                "test shop.CartSpec.access$#",
            ]
        ),
    ]
}
