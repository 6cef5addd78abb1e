extension SignatureBuilder {
    package mutating func debug(_ f: FailureText) -> String {
        let s = sign(f)
        let sym = { (p: Int, t: Trace) in String(decoding: t.symbols[t.frames[p].start..<t.frames[p].end], as: UTF8.self) }
        return "\(s.signature.text.prefix(6)) T<\(String(decoding: template.prefix(templateCount), as: UTF8.self))> A\(selection.app.map { sym($0, trace) }) t\(selection.test.map { sym($0, trace) })"
    }
}
