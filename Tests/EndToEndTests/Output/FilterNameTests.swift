// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// A list that is narrowed to a name which nobody knows says so; an empty one of a known name stays an answer.
struct FilterNameTests {
    private let place: Workplace

    init() throws {
        place = try Workplace()
        try place.write(
            "exitgate.yml",
            "format: 1\nproject: shop\nphases: [alpha, beta]\nreleases: [\"2.4\", \"2.5\"]\nowners: [\"* @shop/core @ann\"]\n"
        )
        try place.write("a.xml", Report.suite(Report.failing("pays")))
        let stored = try place.run(
            "ingest", "a.xml", "--phase", "beta", "--release", "2.4", "--set", "os=linux", "--set", "db=pg16",
            "--branch", "main", "--started", "2026-01-02T00:00:00Z")
        try #require(stored.code == 0, "\(stored)")
    }

    @Test(arguments: [
        (["incident", "list", "--phase", "betta"], "there is no phase betta", "did you mean beta?"),
        (["incident", "list", "--release", "2.44"], "there is no release 2.44", "did you mean 2.4?"),
        (["incident", "list", "--class", "os=linus"], "no class has the setting os=linus", "did you mean os=linux?"),
        (["incident", "list", "--class", "linux"], "there is no class linux", "--class takes KEY=VALUE"),
        (
            ["issue", "list", "--class", "os=linux,db=my8"], "no class has the setting db=my8",
            "known: db=pg16, os=linux"
        ),
        (["issue", "list", "--phase", "system"], "there is no phase system", "known: alpha, beta"),
        (["issue", "list", "--owner", "@shop/cor"], "there is no owner @shop/cor", "did you mean @shop/core?"),
        (["run", "list", "--branch", "mian"], "there is no branch mian", "did you mean main?"),
        (["run", "list", "--release", "9"], "there is no release 9", "known: 2.4, 2.5"),
        (["run", "list", "--phase", "betta", "--format", "json"], "there is no phase betta", "did you mean beta?"),
        (["gate", "list", "betta"], "there is no phase betta", "did you mean beta?"),
        (["baseline", "list", "betta"], "there is no phase betta", "did you mean beta?"),
        (["waiver", "list", "--phase", "betta"], "there is no phase betta", "did you mean beta?"),
        (["phase", "list", "--release", "2.6.1"], "there is no release 2.6.1", "known: 2.4, 2.5"),
        (["status", "--phase", "betta"], "there is no phase betta", "did you mean beta?"),
        (["incident", "list", "--phase", "betta", "--as-of", "2026-01-01"], "there is no phase betta", "beta?"),
    ])
    func `an unknown name is refused with the nearest one`(arguments: [String], fact: String, hint: String) throws {
        let ended = try place.run(arguments)

        #expect(ended.code == 64 && ended.output.isEmpty, "\(ended)")
        #expect(ended.errors.hasPrefix("error: \(fact)\nhint: "), "\(ended)")
        #expect(ended.errors.contains(hint), "\(ended)")
    }

    @Test(arguments: [
        (["knowledge", "list"], "no articles: exitgate knowledge draft makes one of an issue"),
        (["knowledge", "search", "bank"], "no articles match"),
        (["asset", "list", "--kind", "device"], "no asset of kind device is registered"),
        (["asset", "list"], "no assets are registered"),
    ])
    func `an empty list says what it is empty of`(arguments: [String], fact: String) throws {
        let ended = try place.run(arguments)

        #expect(ended.code == 0 && ended.output.hasPrefix(fact), "\(ended)")
    }

    @Test(arguments: [
        ["incident", "list", "--phase", "alpha"], ["incident", "list", "--release", "2.5"],
        ["issue", "list", "--owner", "@ann"], ["issue", "list", "--owner", "@shop/core @ann", "--state", "closed"],
        ["incident", "list", "--class", "db=pg16"], ["incident", "list", "--class", "db=pg16,os=linux"],
        ["run", "list", "--phase", "alpha"], ["gate", "list", "beta"], ["baseline", "list", "alpha"],
        ["waiver", "list", "--phase", "alpha"], ["phase", "list", "--release", "2.5"],
        // At that moment nobody knew the release; now it is no slip.
        ["incident", "list", "--release", "2.4", "--as-of", "2026-01-01"],
    ])
    func `a known name without anything is an answer`(arguments: [String]) throws {
        let ended = try place.run(arguments)

        #expect(ended.code == 0 && ended.errors.isEmpty, "\(ended)")
    }
}
