// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Triage

@Suite
struct RuleDescribingTests {
    private static let maskNames = ["#", "#url", "#tmp", "#host", "# #url"]

    @Test(arguments: [
        (
            "NullPointerException", "shop.Cart.total", "cart # is gone",
            #"type = "NullPointerException" AND frame = "shop.Cart.total""#
        ),
        ("", "", "connection to #host refused", #"message LIKE "connection to % refused""#),
        (
            "TimeoutError", "", "pool_# took 100# of \"#tmp\\x\"",
            #"type = "TimeoutError" AND message LIKE "pool\_% took 100% of \"%\\x\"""#
        ),
        ("", "shop.Cart$#.total", "cart #", #"frame = "shop.Cart$#.total" AND message LIKE "cart %""#),
        (
            "AssertionError", "", "expected # but was #",
            #"type = "AssertionError" AND test = "org.shop.CartTest.testTotal""#
        ),
        ("", "", "#", #"test = "org.shop.CartTest.testTotal""#),
    ])
    func `a cluster offers what is common to its failures`(type: String, frame: String, template: String, rule: String)
        throws
    {
        let offered = Self.offer(type, frame, template, test: "org.shop.CartTest.testTotal")

        #expect(offered?.description == rule)
        #expect(try RulePredicate(parsing: rule) == offered)
    }

    @Test func `a cluster without anything common offers nothing`() {
        #expect(Self.offer("", "", "") == nil)
        #expect(Self.offer("", "", "# - #") == nil)
        #expect(Self.offer("", "", "expected # but was #")?.description == #"message LIKE "expected % but was %""#)
    }

    @Test func `what a member contradicts is loosened or left out`() {
        let members = [
            RuleSample(type: "A", message: "volume 7 is\n  detached"),
            RuleSample(type: "A", message: "volume 8 is detached\nretrying"),
        ]

        let strict = Self.offer(
            "A", "", "volume # is detached", members: [RuleSample(type: "A", message: "volume 7 is detached")])
        let open = Self.offer("A", "", "volume # is detached", members: [members[1]])
        let loose = Self.offer("A", "", "volume # is detached", members: members)
        let other = Self.offer(
            "B", "web.Page.show", "pool closed", test: "org.shop.CartTest.testTotal", members: members)

        #expect(strict?.description == #"type = "A" AND message LIKE "volume % is detached""#)
        #expect(open?.description == #"type = "A" AND message LIKE "volume % is detached%""#)
        #expect(loose?.description == #"type = "A" AND message LIKE "%volume%is%detached%""#)
        #expect(other?.description == #"test = "org.shop.CartTest.testTotal""#)
    }

    @Test func `an offer of long and broken texts is a rule, too`() throws {
        let long = String(repeating: "\"é\\%", count: 1_000)
        let broken: [UInt8] = [0x61, 0xC3, 0x20, 0xFF, 0xFF, 0x62]

        let offered = try #require(Self.offer(long, "", "pool " + long, test: long))
        let repaired = broken.withUnsafeBufferPointer { RulePredicate.describing(type: $0, topFrame: $0, template: $0) }

        #expect(try RulePredicate(parsing: offered.description) == offered)
        #expect(RuleSample(className: "", name: long, type: long, message: "pool " + long).isMatched(by: offered))
        #expect(repaired?.description == #"type LIKE "a% %b" AND frame LIKE "a% %b""#)
    }

    @Test(arguments: MaskFamily.all.flatMap(\.examples).map { ($0.text, $0.template) })
    func `the template of every mask describes its own text`(text: String, template: String) {
        let sample = RuleSample(message: text)

        let rule = Self.offer("", "", template, members: [sample])

        #expect(rule.map(sample.isMatched) == (Self.maskNames.contains(template) ? nil : true), "\(template)")
    }

    @Test func `no offer is made of masks alone`() {
        for template in Self.maskNames { #expect(Self.offer("", "", template) == nil) }
    }

    private static func offer(
        _ type: String, _ frame: String, _ template: String, test: String = "", members: [RuleSample] = []
    ) -> RulePredicate? {
        func withAll(_ rest: ArraySlice<RuleSample>, _ subjects: [RuleSubject]) -> RulePredicate? {
            if let first = rest.first { return first.withSubject { withAll(rest.dropFirst(), subjects + [$0]) } }
            return RuleSample(suite: test, type: type, message: template, frames: [frame]).withSubject {
                RulePredicate.describing(
                    type: $0.type,
                    topFrame: $0.frames[0],
                    template: $0.message,
                    test: $0.suite,
                    members: subjects
                )
            }
        }
        return withAll(members[...], [])
    }
}
