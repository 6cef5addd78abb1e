// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What a parser found in one text; its memory is used again for the next text and never grows.
struct Trace: Sendable {
    private(set) var symbols: [UInt8]
    private(set) var frames: [Frame] = []
    var blocks: [ExceptionBlock] = []
    /// Lines that pytest prints for the reader (`E   assert 1 == 2`), without the `E`.
    private(set) var verdictLines: [Range<Int>] = []
    /// What a Go test logged, with lines that continue it.
    private(set) var logLines: [Range<Int>] = []
    /// Lines that belong to no frame.
    private(set) var plainLines: [Range<Int>] = []
    /// The innermost call stands last: Python.
    var isInnermostLast = false
    /// The first exception of a chain is the root cause: Python again.
    var isRootFirst = false
    /// Frames of libraries and runners are kept too; only for people who want to look.
    var keepsRuntime = false
    /// Frames that are dropped: of a suppressed exception, or of other threads.
    var isMuted = false
    private var symbolCount = 0

    private static let symbolCapacity = 32_768
    private static let frameLimit = 256
    private static let lineLimit = 256

    init() {
        symbols = [UInt8](repeating: 0, count: Self.symbolCapacity)
        frames.reserveCapacity(Self.frameLimit)
        plainLines.reserveCapacity(Self.lineLimit)
    }

    /// Forgets the last text.
    mutating func reset() {
        frames.removeAll(keepingCapacity: true)
        blocks.removeAll(keepingCapacity: true)
        verdictLines.removeAll(keepingCapacity: true)
        logLines.removeAll(keepingCapacity: true)
        plainLines.removeAll(keepingCapacity: true)
        isInnermostLast = false
        isRootFirst = false
        isMuted = false
        symbolCount = 0
        blocks.append(ExceptionBlock(type: 0..<0, message: 0..<0, firstFrame: 0, endFrame: 0))
    }

    /// Whether the exception that is being read has frames, kept or not.
    var hasFrames: Bool { blocks[blocks.count - 1].hasFrames }

    /// Adds a frame whose symbol `write` produces; it returns where the name of the function begins.
    @inline(__always)
    mutating func addFrame(isRuntime: Bool, isDotted: Bool = false, _ write: (inout ByteWriter) -> Int) {
        blocks[blocks.count - 1].hasFrames = true
        if isMuted || isRuntime && !keepsRuntime || frames.count >= Self.frameLimit { return }
        let start = symbolCount
        let (end, nameStart, hash) = symbols.withUnsafeMutableBufferPointer { memory in
            var writer = ByteWriter(memory, count: start)
            let nameStart = write(&writer)
            return (writer.count, nameStart, Digest.short(writer.view(start, writer.count)))
        }
        guard end > start, end < Self.symbolCapacity else { return }
        symbolCount = end
        frames.append(
            Frame(
                start: start,
                end: end,
                nameStart: nameStart,
                hash: hash,
                kind: isRuntime ? .runtime : .app,
                isDotted: isDotted
            )
        )
        blocks[blocks.count - 1].endFrame = frames.count
    }

    /// Notes a frame of the runtime that nobody wants to see.
    @inline(__always)
    mutating func skipFrame() { blocks[blocks.count - 1].hasFrames = true }

    mutating func addBlock(type: Range<Int>, message: Range<Int>) {
        guard blocks.count < 32 else { return }
        let place = frames.count
        blocks.append(ExceptionBlock(type: type, message: message, firstFrame: place, endFrame: place))
    }

    mutating func addVerdict(_ line: Range<Int>) { if verdictLines.count < 8 { verdictLines.append(line) } }

    mutating func addLog(_ line: Range<Int>) { if logLines.count < 8 { logLines.append(line) } }

    mutating func addPlain(_ line: Range<Int>) { if plainLines.count < Self.lineLimit { plainLines.append(line) } }

    mutating func setKind(_ kind: Frame.Kind, at place: Int) { frames[place].kind = kind }
}
