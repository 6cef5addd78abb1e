// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
package import TestPhase
import Yams

/// A change request as people and programs write it: YAML, or JSON, which is YAML as well.
///
/// What `exitgate change show --format json` prints is read again, and says the same.
package enum ChangeDocument {
    /// Longest document in bytes.
    private static let longest = 1 << 20
    private static let keys = [
        "format", "title", "kind", "reason", "requester", "scope", "effect", "back_out", "window", "commits",
        "since",
    ]

    /// What is wrong with a document.
    package struct Fault: Error, Sendable {
        package let diagnostic: Diagnostic
    }

    /// - Parameter requester: Who asks where the document does not say.
    /// - Throws: `Fault` with the place.
    package static func read(_ text: String, file: String, requester: String) throws(Fault) -> ChangeRequest {
        guard text.utf8.count <= longest else { throw Self.fault("the document is longer than 1 MiB", file, nil) }
        if let anchor = SettingsDocument.firstAnchor(in: text) {
            throw Fault(
                diagnostic: Diagnostic(
                    .error, "change-document", "anchors and aliases of YAML are not supported",
                    hint: "write the value out", file: file, line: anchor.line, column: anchor.column))
        }
        let composed: Node?
        do {
            composed = try Yams.compose(yaml: text)
        } catch let error as YamlError {
            throw fault("this is no YAML: \(Self.text(error))", file, Self.mark(error))
        } catch {
            throw fault("this is no YAML", file, nil)
        }
        guard var root = composed?.mapping else { throw fault("the document holds no keys", file, composed?.mark) }
        // A page that a program saved holds the request under a key of its own.
        if let page = root["request"]?.mapping { root = page }
        return try Reading(file: file).request(root, requester: requester)
    }

    fileprivate static func fault(_ what: String, _ file: String, _ mark: Mark?, hint: String? = nil) -> Fault {
        Fault(
            diagnostic: Diagnostic(
                .error, "change-document", what, hint: hint, file: file, line: mark?.line, column: mark?.column))
    }

    private static func mark(_ error: YamlError) -> Mark? {
        switch error {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark
        default: nil
        }
    }

    private static func text(_ error: YamlError) -> String {
        switch error {
        case .scanner(_, let problem, _, _), .parser(_, let problem, _, _), .composer(_, let problem, _, _): problem
        default: "it cannot be read"
        }
    }

    private struct Reading {
        let file: String

        func request(_ root: Node.Mapping, requester: String) throws(Fault) -> ChangeRequest {
            try check(root, keys: keys)
            if let format = root["format"], format.int != 1 { throw fault("this program reads format 1", format) }
            guard let title = try text(root, "title") else {
                throw ChangeDocument.fault("there is no title", file, root.mark, hint: "write title: what changes")
            }
            guard let reason = try text(root, "reason") else {
                throw ChangeDocument.fault("there is no reason", file, root.mark, hint: "write reason: why")
            }
            var request = ChangeRequest(
                title: title, reason: reason, requester: try text(root, "requester") ?? requester)
            request.kind = try choice(root, "kind") ?? .normal
            request.backOut = try text(root, "back_out")
            request.commits = try list(root, "commits")
            request.since = try time(root, "since")
            if let scope = try section(root, "scope", keys: ["paths", "items", "components"]) {
                request.scope = ChangeRequest.Scope(
                    paths: try list(scope, "paths"), items: try list(scope, "items"),
                    components: try list(scope, "components"))
            }
            if let effect = try section(root, "effect", keys: ["issue", "metric", "direction"]) {
                request.effect = try self.effect(effect)
            }
            if let window = try section(root, "window", keys: ["runs", "days"]) {
                request.window.runs = try number(window, "runs") ?? request.window.runs
                request.window.days = try number(window, "days") ?? request.window.days
            }
            return request
        }

        private func effect(_ effect: Node.Mapping) throws(Fault) -> ChangeRequest.Effect {
            if try text(effect, "issue") != nil, try text(effect, "metric") != nil {
                throw fault("issue and metric exclude each other", effect["metric"])
            }
            if try text(effect, "direction") != nil, try text(effect, "metric") == nil {
                throw fault("a direction needs a metric", effect["direction"])
            }
            if let issue = try text(effect, "issue") {
                let digits = issue.uppercased().hasPrefix("ISS-") ? String(issue.dropFirst(4)) : issue
                guard let number = Int64(digits), number > 0 else {
                    throw fault("expected ISS-NUMBER, got \(issue)", effect["issue"])
                }
                return .issue(number)
            }
            guard let metric: ChangeRequest.Metric = try choice(effect, "metric") else { return .none }
            return .metric(metric, try choice(effect, "direction") ?? .down)
        }

        private func fault(_ what: String, _ node: Node?, hint: String? = nil) -> Fault {
            ChangeDocument.fault(what, file, node?.mark, hint: hint)
        }

        private func check(_ mapping: Node.Mapping, keys: [String]) throws(Fault) {
            for (key, _) in mapping {
                let name = key.string ?? "?"
                guard !keys.contains(name) else { continue }
                throw fault(
                    "there is no key \(name)", key,
                    hint: NearestName.of(name, in: keys).map { "did you mean \($0)?" }
                        ?? "the keys are \(keys.joined(separator: ", "))")
            }
        }

        private func section(_ root: Node.Mapping, _ name: String, keys: [String]) throws(Fault) -> Node.Mapping? {
            guard let node = root[name], node.null == nil else { return nil }
            guard let section = node.mapping else {
                throw fault("\(name) must hold \(keys.joined(separator: ", "))", node)
            }
            try check(section, keys: keys)
            return section
        }

        private func text(_ mapping: Node.Mapping, _ name: String) throws(Fault) -> String? {
            guard let node = mapping[name] else { return nil }
            guard let scalar = node.scalar else { throw fault("\(name) must be text", node) }
            // What is not quoted and says nothing is nothing.
            if scalar.style == .plain, ["", "~", "null"].contains(scalar.string) { return nil }
            return scalar.string
        }

        private func list(_ mapping: Node.Mapping, _ name: String) throws(Fault) -> [String] {
            guard let node = mapping[name], node.null == nil else { return [] }
            guard let sequence = node.sequence else { throw fault("\(name) must be a list", node) }
            var texts: [String] = []
            for member in sequence {
                guard let text = member.scalar?.string, !text.isEmpty else {
                    throw fault("\(name) must hold texts", member)
                }
                texts.append(text)
            }
            return texts
        }

        private func number(_ mapping: Node.Mapping, _ name: String) throws(Fault) -> Int? {
            guard let node = mapping[name] else { return nil }
            guard let number = node.int, number > 0 else {
                throw fault("\(name) must be a number from 1", node, hint: "an empty window shows nothing")
            }
            return number
        }

        /// UTC ms.
        private func time(_ mapping: Node.Mapping, _ name: String) throws(Fault) -> Int64? {
            guard let text = try text(mapping, name) else { return nil }
            guard let reading = JUnitTimestamp.read(text) else {
                throw fault("\(name) must be a time such as 2026-11-25T09:30:00Z", mapping[name])
            }
            return reading.milliseconds
        }

        private func choice<Choice: RawRepresentable & CaseIterable>(
            _ mapping: Node.Mapping, _ name: String
        ) throws(Fault) -> Choice? where Choice.RawValue == String {
            guard let text = try text(mapping, name) else { return nil }
            guard let choice = Choice(rawValue: text) else {
                throw fault(
                    "\(name) is \(text)", mapping[name],
                    hint: "it may be \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            return choice
        }
    }
}
