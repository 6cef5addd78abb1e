// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Bounds on what one report may cost; each cut below them is a warning with a count, each breach an error.
package struct ReaderLimits: Sendable, Equatable {
    /// Bytes of one file; a larger one is rejected.
    package var fileBytes = 4 << 30
    /// Open elements at once; a deeper document is rejected.
    package var depth = 200
    /// Attributes of one tag; more reject the document, because libxml2 2.9 compares them pairwise.
    package var attributes = 256
    /// Bytes of one element or attribute name; a longer one rejects the document.
    package var nameBytes = 1024
    /// Bytes of one raw attribute value or CDATA section that reach the parser; the rest is skipped and counted.
    package var rawValueBytes = 1 << 20
    /// Bytes of a test, class, suite or file name; a longer one is cut and gets a digest, so that it stays distinct.
    package var valueBytes = 2048
    /// Bytes of a failure's message.
    package var messageBytes = 16 << 10
    /// Bytes of a failure's details: the first and the last half are kept.
    package var detailsBytes = 256 << 10
    /// Bytes of the standard output and error of one test, each.
    package var outputBytes = 256 << 10
    /// Bytes of one JSON line; a longer one is skipped. Texts far above their limits fit in, even if all is escaped.
    package var lineBytes = 16 << 20
    /// Results of one file; further ones reject it.
    package var results = 5_000_000
    /// Properties of one suite; further ones are dropped and counted.
    package var properties = 10_000
    /// Properties, attachments and attempts of one test, each; further ones are dropped and counted.
    package var details = 1000
    /// How far a time stamp may lie after `now`, in seconds.
    package var clockSkewSeconds = 600
    /// Present moment in UTC milliseconds since 1970, for the judgement of time stamps.
    package var now: Int64 = .max

    package init() {}
}
