// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Readers
import TestPhase
import Testing

struct CanonicalCaptureTests {
    private static let files = [
        "Gemfile.lock": LockTexts.gems, "web/package-lock.json": LockTexts.npm("1.0.0"),
        "Ä/Podfile.lock": LockTexts.pods,
        ".tool-versions": "nodejs 20.11.1\nruby 3.2.2\n", "Dockerfile": "FROM swift:6.1\n", "config/ä.yml": "a: 1\n",
        "config/z.yml": "b: 2\n", ".github/workflows/tests.yml": "on: push\n",
    ]

    private func plan(_ project: ProjectSample) -> CapturePlan {
        var plan = project.plan
        plan.files = ["config/*.yml"]
        plan.variables = ["FEATURE_X", "secret:TOKEN"]
        plan.flags = ["beta": "on", "alpha": "off", "émile": "on"]
        plan.secretKey = [1]
        return plan
    }

    @Test func `an unchanged tree gives the same bytes, whatever is known and in whatever order it is asked`() throws {
        let project = try ProjectSample(Self.files)
        project.commitAll()
        let environment = ["FEATURE_X": "on", "TOKEN": "hunter2", "LANG": "C", "TZ": "UTC"]
        let first = project.capture(plan(project), environment: environment)
        var reversed = plan(project)
        reversed.variables.reverse()

        let second = project.capture(reversed, environment: environment, known: first.readings.reversed())

        #expect(first.snapshot.items.count > 20)
        #expect(second.snapshot.canonicalJSON == first.snapshot.canonicalJSON)
        #expect(second.readings == first.readings)
    }

    @Test func `the same tree elsewhere gives the same bytes`() throws {
        let (one, other) = (try ProjectSample(Self.files), try ProjectSample(Self.files))
        one.commitAll()
        other.commitAll()

        #expect(one.capture(plan(one)).snapshot.canonicalJSON == other.capture(plan(other)).snapshot.canonicalJSON)
    }

    @Test func `another locale and zone show in their own items and nowhere else`() throws {
        let project = try ProjectSample(Self.files)
        let here = project.capture(plan(project), environment: ["LANG": "C", "TZ": "UTC"])

        let there = project.capture(plan(project), environment: ["LANG": "tr_TR.UTF-8", "TZ": "Asia/Tokyo"])

        let differing = Set(here.snapshot.items).symmetricDifference(there.snapshot.items)
        #expect(Set(differing.map(\.key)) == ["locale", "time zone"])
    }

    @Test func `flags are captured as they are given`() throws {
        let project = try ProjectSample()

        let outcome = project.capture(plan(project))

        #expect(outcome.lines(.flag) == ["alpha off", "beta on", "émile on"])
    }
}
