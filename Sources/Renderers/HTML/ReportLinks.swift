// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Where pages of a report lie, as seen from one of them; what has no page of its own has no link.
struct ReportLinks: Sendable {
    /// Where the page that links lies.
    enum Place: Sendable {
        case folder, issueFolder, singleFile
    }

    private var place = Place.folder
    let issues: Set<Int64>
    let incidents: Set<Int64>
    let changes: Set<Int64>
    let baselines: Set<String>
    let waivers: Set<Int64>

    init(_ report: ReleaseReport) {
        issues = Set(report.review.recurring.map(\.line.summary.number))
        incidents = Set(report.incidents.listed.map(\.number))
        changes = Set(report.changes.map(\.line.number))
        baselines = Set(report.baselines.map(\.baseline.name))
        waivers = Set(report.waivers.map(\.waiver.number))
    }

    /// Whether all pages are parts of one file.
    var isSingleFile: Bool { place == .singleFile }

    /// Whether that page lies in the folder of issues.
    var isInIssues: Bool { place == .issueFolder }

    /// The same links from a page that lies elsewhere.
    func seen(from place: Place) -> Self {
        var links = self
        links.place = place
        return links
    }

    /// Address of a page, or of a part of it.
    func page(_ page: ReportPage, part: String? = nil) -> String {
        if isSingleFile { return "#\(part ?? page.rawValue)" }
        return "\(isInIssues ? "../" : "")\(page.file)\(part.map { "#\($0)" } ?? "")"
    }

    /// Address of the page of an issue; nil where it has none.
    func issue(_ number: Int64) -> String? {
        guard issues.contains(number) else { return nil }
        if isSingleFile { return "#ISS-\(number)" }
        return "\(isInIssues ? "" : "\(ReportPage.issueFolder)/")ISS-\(number).html"
    }

    /// Address of anything that is named by its letters and number, such as `INC-7`; nil where no page tells of it.
    func address(of name: String) -> String? {
        if baselines.contains(name) { return page(.baselines, part: name) }
        guard let dash = name.firstIndex(of: "-"), let number = Int64(name[name.index(after: dash)...]) else {
            return nil
        }
        switch name[..<dash] {
        case "ISS": return issue(number)
        case "INC": return incidents.contains(number) ? page(.incidents, part: name) : nil
        case "CR": return changes.contains(number) ? page(.changes, part: name) : nil
        case "WVR": return waivers.contains(number) ? page(.waivers, part: name) : nil
        default: return nil
        }
    }

    /// The name as a link where it leads somewhere.
    func name(_ name: String) -> HTML {
        guard let address = address(of: name) else { return "<span class=\"id\">\(name)</span>" }
        return "<a class=\"id\" href=\"\(address)\">\(name)</a>"
    }

    /// What a page begins with; the one file has a heading of its own above all of them.
    func head(_ title: HTML, _ lead: HTML, marks: HTML? = nil) -> HTML {
        let heading: HTML = isSingleFile ? "<h2 class=\"first\">\(title)</h2>" : "<h1>\(title)</h1>"
        let marks = marks.map { "<p class=\"marks\">\($0)</p>" as HTML }
        return "<div class=\"head\">\(heading)\(marks)<p class=\"lead\">\(lead)</p></div>"
    }

    func issueName(_ number: Int64) -> HTML { name("ISS-\(number)") }
    func incidentName(_ number: Int64) -> HTML { name("INC-\(number)") }
}

/// The pages of a report besides those of its issues.
enum ReportPage: String, CaseIterable, Sendable {
    case overview, issues, incidents, changes, baselines, review, waivers

    static let issueFolder = "issues"

    var file: String { self == .overview ? "index.html" : "\(rawValue).html" }
    var title: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
}
