// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Reads JUnit XML of any dialect as a stream, in memory that does not grow with the file.
///
/// For example:
///
///     let reader = JUnitReader(limits: ReaderLimits())
///     var source = try FileSource(path: InputPath("out/api.xml"), followsLinks: false, limits: reader.limits)
///     let reading = reader.read(&source, name: "out/api.xml", consumer: collector)
///
/// The consumer hears of suites and cases in document order. A malformed report is read twice: the consumer is told to
/// `restart()`, and the second pass mends what is certain. After a rejection the consumer is told to `restart()` as well.
package struct JUnitReader: Sendable {
    package let limits: ReaderLimits

    package init(limits: ReaderLimits) {
        self.limits = limits
    }

    /// Reads one report; linear in its size.
    ///
    /// - Parameter name: the path for diagnostics, as the user wrote it.
    package func read<Source: ByteSource & ~Copyable>(
        _ source: inout Source, name: String, consumer: any JUnitConsumer
    ) -> JUnitReading {
        var log = DiagnosticLog(file: name)
        do throws(SourceError) {
            var pass = ReportPass(limits: limits, log: log, consumer: consumer, mends: false)
            try pass.run(&source)
            if pass.needsMending {
                consumer.restart()
                try source.rewind()
                log = pass.log
                log.forgetWarnings()
                pass = ReportPass(limits: limits, log: log, consumer: consumer, mends: true)
                try pass.run(&source)
            }
            let reading = pass.finish()
            if reading.condition == .rejected { consumer.restart() }
            return reading
        } catch {
            consumer.restart()
            log.add(.error, error.code, hint: error.hint, error.message)
            return JUnitReading(tally: ReportTally(), diagnostics: log.diagnostics, condition: .rejected, bytes: 0)
        }
    }
}

/// What reading one report came to.
package struct JUnitReading: Sendable {
    package enum Condition: Sendable, Equatable {
        /// Everything the file holds was read.
        case complete
        /// The file is damaged; what was complete before the damage, or certain after it, was handed out.
        case salvaged
        /// Nothing of the file counts.
        case rejected
    }

    package var tally: ReportTally
    package var diagnostics: [Diagnostic]
    package var condition: Condition
    /// Bytes read.
    package var bytes: Int
    /// Whether libxml2 refused any document.
    package var isMalformed = false

    package init(tally: ReportTally = ReportTally(), diagnostics: [Diagnostic], condition: Condition, bytes: Int) {
        self.tally = tally
        self.diagnostics = diagnostics
        self.condition = condition
        self.bytes = bytes
    }

    /// `yes`, `no` or `empty`, as a strict parser would judge the file.
    package var wellFormed: String {
        let repairs: Set = ["leading-garbage", "trailing-garbage", "multiple-roots", "invalid-utf8", "invalid-char"]
        if diagnostics.contains(where: { $0.code == "empty-file" }) { return "empty" }
        if isMalformed { return "no" }
        let isRefused = diagnostics.contains {
            $0.severity == .error && $0.code != "wrong-root" && $0.code != "not-junit"
        }
        return isRefused || diagnostics.contains { repairs.contains($0.code) } ? "no" : "yes"
    }
}
