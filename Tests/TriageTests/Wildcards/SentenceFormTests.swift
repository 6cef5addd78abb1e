// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Triage

@Suite
struct SentenceFormTests {
    @Test(arguments: [
        ("block blk_# of user=ann lost at /data/x", "block * of user = * lost at *"),
        ("Failed password for user root from #host", "Failed password for user * from *"),
        ("node# lost \"the file\" today", "node# lost \" the file \" today"),
        ("reason was 'timeout' and nothing more", "reason was ' * ' and nothing more"),
        ("read # bytes (#) of file a/b/c from disk", "read * bytes of file * from disk"),
        ("delay <# and <#> seconds were seen", "delay * and < * > seconds were seen"),
        ("lock=Work{name a, id b} held by thread", "lock = * held by thread"),
        ("started (reason=user asked twice) by hand", "started ( reason = * ) by hand"),
        ("cause=\"no space left\" on volume then", "cause = * on volume then"),
        ("(a == b) failed again in the shop", "( a = = * ) failed again in the shop"),
        ("class org.shop.Cart was not found anywhere today", "class * was not found anywhere today"),
        ("call(#) returned nothing good at all", "call ( * ) returned nothing good at all"),
        ("wait... then stop.", "wait ... then stop ."),
        ("Überlauf → der Puffer läuft über", "Überlauf → der Puffer läuft über"),
    ])
    func `values are seen at a glance`(template: String, form: String) {
        #expect(Self.text(template) == form)
    }

    @Test func `a sentence that would say nothing keeps its values`() {
        #expect(Self.text("user=ann", isLine: false) == "user = ann")
        #expect(Self.text("shop user=ann", isLine: true) == "shop user = *")
        #expect(Self.text("#host:", isLine: false) == "#host :")
    }

    @Test(arguments: [
        ("disk is full", "full", 4), ("thread pool for cart died", "cart", 3), ("Error ERROR seen", "ERROR", 6),
        ("the instance was started", "started", 6), ("they refuse to spawn", "spawn", 6), ("the end of it", "the", 0),
        ("flag isOpen seen", "isOpen", 3), ("disk is full", "disk", 5), ("state is (on)", "on", 2),
    ])
    func `words need the more values the less they look like one`(template: String, word: String, need: UInt8) {
        let (texts, form) = Self.read(template, isLine: true)

        #expect(texts.firstIndex(of: word).map { form.needs[$0] } == need)
    }

    @Test func `a sentence is cut at 64 tokens`() {
        let long = (0..<300).map { "word\(Character(UnicodeScalar(97 + $0 % 26) ?? "a"))" }.joined(separator: " = ")

        #expect(Self.read(long, isLine: true).form.tokens.count == 64)
    }

    @Test func `any bytes make a form`() {
        var generator = SeededGenerator(state: 3)
        for _ in 0..<2_000 {
            let template = generator.word("ab# =\"'([{<>~}]).:,/\\é→、_A", Int.random(in: 0..<80, using: &generator))
            let form = Self.read(template, isLine: true).form
            #expect(form.tokens.count <= 64 && form.needs.count == form.tokens.count)
        }
    }

    @Test func `only messages without type and frames have a sentence`() {
        var builder = SignatureBuilder()
        let message = "volume not attached to instance"
        let line = SampleFailure(className: "", name: "", message: message).read(with: &builder).1
        let test = SampleFailure(message: message).read(with: &builder).1
        let typed = SampleFailure(type: "IOError", message: message).read(with: &builder).1
        let trace = "\tat org.shop.Cart.total(Cart.java:3)"
        let framed = SampleFailure(message: message, text: trace).read(with: &builder).1

        #expect(line.sentence?.isLine == true)
        #expect(test.sentence?.isLine == false)
        #expect(typed.sentence == nil && framed.sentence == nil)
    }

    @Test func `what looks like a frame in a line of a log is text`() {
        var builder = SignatureBuilder()
        let evidence = SampleFailure(className: "", name: "", message: "ib_sm_sweep.c:1455]: No topology change")
            .read(with: &builder).1

        #expect(evidence.frames.isEmpty && evidence.testFrames.isEmpty && evidence.kind == .message)
    }

    private static func read(_ template: String, isLine: Bool) -> (texts: [String], form: SentenceForm) {
        Array(template.utf8).withUnsafeBufferPointer { bytes in
            (
                SentenceTokens(bytes).places.map { String(decoding: bytes[$0], as: UTF8.self) },
                SentenceForm(bytes, isLine: isLine)
            )
        }
    }

    private static func text(_ template: String, isLine: Bool = true) -> String {
        let (texts, form) = read(template, isLine: isLine)
        return zip(texts, form.tokens).map { $1 == SentenceForm.star ? "*" : $0 }.joined(separator: " ")
    }
}
