// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// All pages of a report, as files of one folder or as parts of one file.
package struct ReportPages {
    /// A file of the report.
    package struct File: Sendable {
        /// Relative to the folder, with slashes.
        package let path: String
        package let text: String
    }

    /// Whether a folder with these paths in it holds a report, and nothing else.
    package static func isReport(_ paths: [String]) -> Bool {
        let own = Set(ReportPage.allCases.map(\.file) + [Stylesheet.file, ReportPage.issueFolder])
        let isOnlyOurs = paths.allSatisfy { path in
            own.contains(path) || path.hasPrefix("\(ReportPage.issueFolder)/ISS-") && path.hasSuffix(".html")
        }
        return isOnlyOurs && [Stylesheet.file, ReportPage.overview.file].allSatisfy(paths.contains)
    }

    /// The page to open first.
    package static let first = ReportPage.overview.file

    private let report: ReleaseReport
    /// What has a page is gathered once: a report may have thousands of issues, and each has a page of its own.
    private let links: ReportLinks

    package init(_ report: ReleaseReport) {
        self.report = report
        links = ReportLinks(report)
    }

    // MARK: One folder

    /// The style sheet and all pages but those of issues.
    package var files: [File] {
        let frame = PageFrame(report: report, links: links)
        return [File(path: Stylesheet.file, text: Stylesheet.text + "\n")]
            + ReportPage.allCases.map { page in
                let hasScript = page == .issues || page == .incidents
                return File(
                    path: page.file,
                    text: frame.document(
                        title: page == .overview ? report.verdict.outcome.rawValue : page.title, page: page,
                        hasScript: hasScript, main(page, links)))
            }
    }

    /// The page of one issue.
    package func file(of issue: ReportedIssue) -> File {
        let links = links.seen(from: .issueFolder)
        let name = "ISS-\(issue.detail.summary.number)"
        return File(
            path: "\(ReportPage.issueFolder)/\(name).html",
            text: PageFrame(report: report, links: links).document(
                title: name, page: nil, hasScript: false,
                IssuePage(issue: issue, report: report, links: links).html))
    }

    // MARK: One file

    /// All pages one after the other.
    ///
    /// - Parameter issues: What ``part(of:)`` made, in the order in which they are shown.
    package func singleFile(issues: [HTML]) -> String {
        let links = links.seen(from: .singleFile)
        let parts = ReportPage.allCases.map { page -> HTML in
            let body = main(page, links)
            let all: HTML = page == .issues ? "\(body)\(issues)" : body
            return "<div class=\"part\" id=\"\(page.rawValue)\">\(all)</div>\n"
        }
        return PageFrame(report: report, links: links).document(
            title: report.verdict.outcome.rawValue, page: .overview, hasScript: true, "\(parts)")
    }

    /// The part of one issue.
    package func part(of issue: ReportedIssue) -> HTML {
        let links = links.seen(from: .singleFile)
        let body = IssuePage(issue: issue, report: report, links: links).html
        return "<article class=\"part\" id=\"ISS-\(issue.detail.summary.number)\">\(body)</article>\n"
    }

    private func main(_ page: ReportPage, _ links: ReportLinks) -> HTML {
        switch page {
        case .overview: OverviewPage(report: report, links: links).html
        case .issues: IssuesPage(report: report, links: links).html
        case .incidents: IncidentsPage(report: report, links: links).html
        case .changes: ChangesPage(report: report, links: links).html
        case .baselines: BaselinesPage(report: report, links: links).html
        case .review: ReviewPage(report: report, links: links).html
        case .waivers: WaiversPage(report: report, links: links).html
        }
    }
}
