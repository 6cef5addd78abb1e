// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Values to bytes: what a terminal, a CI log, a Markdown comment, a table of tabs or a JSON reader receives.
///
/// Everything that came from a report, a file name or an environment variable is **data**, and data is hostile until
/// it went through one door per sink: ``SafeText`` for terminals and CI logs, ``MarkdownText`` for comments and step
/// summaries, ``TSVText`` for spreadsheets, ``JSONText`` for programs. Our own words need no door.
///
/// ``TextTable``, ``DiagnosticText`` and the others call the door themselves, so their callers hand over plain data.
/// Nothing here reads a clock, a file or the environment: the same values print the same bytes.
package enum RenderersModule {}
