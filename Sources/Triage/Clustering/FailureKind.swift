// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What the evidence of a failure rests on.
package enum FailureKind: UInt8, Sendable, CaseIterable {
    /// Frames of the product.
    case app
    /// Frames of test code only, or an assertion that test code made.
    case test
    /// No frame, and a message of three or more words that tell.
    case message
    /// No frame, and a message of one or two such words.
    case short
    /// No frame and nothing said.
    case bare

    /// Whether the message is all there is.
    var isMessageOnly: Bool { self == .message || self == .short }
    /// Whether there is any frame.
    var hasFrames: Bool { self == .app || self == .test }
}
