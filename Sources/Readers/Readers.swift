// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Foreign bytes to values and diagnostics.
///
/// A report walks through five stages, each of which sees less danger than the one before:
///
/// 1. `ByteSource` opens a file, an archive member or memory, and hands out raw bytes.
/// 2. `TextDecoder` finds the encoding and yields clean UTF-8: no invalid sequence, no character that XML forbids.
/// 3. `Prolog` finds the root element; `MarkupFilter` bounds tags, values, comments and sections. `MarkupRepair` takes
///    its place when a document is malformed, and mends what is certain.
/// 4. `SAXParser` is libxml2 with nothing switched on: no entities, no DTD, no network, no files.
/// 5. `ReportBuilder` turns events into test cases by the rules of the JUnit dialects, for a `JUnitConsumer`.
///
/// Start with ``JUnitReader``. Failures as JSON Lines take the first two stages and then ``FailureLinesReader``.
package enum ReadersModule {}
