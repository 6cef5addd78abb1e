// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Ruby: ``from lib/cart.rb:31:in `total'`` and RSpec's `# ./spec/cart_spec.rb:12:in 'block in <top>'`.
enum RubyFrames {
    static func parse(_ text: Bytes, path: Range<Int>, rest: Range<Int>, into trace: inout Trace) -> Bool {
        guard text.has(":in ", at: rest.lowerBound) else { return false }
        var name = rest.lowerBound + 4
        if name < rest.upperBound, text[name].isQuote { name += 1 }
        var nameEnd = rest.upperBound
        while nameEnd > name, text[nameEnd - 1].isQuote || text[nameEnd - 1].isSpace { nameEnd -= 1 }
        for index in name..<nameEnd where ByteSet("#.").contains(text[index]) && index + 1 < nameEnd {
            name = index + 1
        }
        if text.has("block ", at: name) {
            // The number of levels changes with every edit.
            nameEnd = name + 5
        }
        let isRuntime = RuntimePath.matches(text, path.lowerBound, path.upperBound)
        trace.addFrame(isRuntime: isRuntime) { writer in
            writer.putPathTail(text, path.lowerBound, path.upperBound)
            writer.put(.colon)
            let place = writer.count
            writer.putName(text, name, nameEnd)
            return place
        }
        return true
    }

    static let examples: [FrameExample] = [
        FrameExample(
            "Ruby",
            """
            NoMethodError: undefined method `sum' for nil:NilClass
            /app/lib/shop/cart.rb:31:in `total'
            \tfrom lib/shop/price.rb:7:in 'Shop::Price#of'
                # ./spec/cart_spec.rb:12:in `block (2 levels) in <top (required)>'
            /usr/lib/ruby/gems/3.2.0/gems/minitest-5.1/lib/minitest/test.rb:98:in `block in run'
            """,
            [
                "app shop/cart.rb:total", "app shop/price.rb:of", "test spec/cart_spec.rb:block",
                "runtime minitest/test.rb:block",
            ]
        )
    ]
}
