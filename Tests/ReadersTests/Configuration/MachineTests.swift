// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Readers

struct MachineTests {
    private func lines(_ environment: [String: String] = [:]) -> [String] {
        ProjectSample.machine.items(environment: environment).map { "\($0.key) \($0.value ?? "-")" }
    }

    @Test func `the machine is told in facts that stay`() {
        #expect(
            lines() == [
                "os testos 3", "kernel 6.1.0", "architecture riscv64", "cores 12", "memory 31 GiB", "locale C",
                "time zone Europe/Oslo",
            ])
    }

    @Test func `a little more or less memory is the same`() {
        var other = ProjectSample.machine
        other.memoryBytes -= 90_000_000

        #expect(other.items(environment: [:]) == ProjectSample.machine.items(environment: [:]))
    }

    @Test(arguments: [
        (["LANG": "de_DE.UTF-8"], "locale de_DE.UTF-8"), (["LANG": "C", "LC_ALL": "nb_NO"], "locale nb_NO"),
        (["LC_CTYPE": "fr_FR", "LANG": "C", "LC_ALL": ""], "locale fr_FR"),
        (["TZ": ":Asia/Tokyo"], "time zone Asia/Tokyo"),
        (["TZ": "/usr/share/zoneinfo/America/Lima"], "time zone America/Lima"),
        (["ImageOS": "ubuntu24", "ImageVersion": "20310501.1"], "runner image ubuntu24 20310501.1"),
    ])
    func `variables of the process decide locale, zone and image`(environment: [String: String], expected: String) {
        #expect(lines(environment).contains(expected))
    }

    @Test func `the image of a job is a container image`() {
        let items = ProjectSample.machine.items(environment: ["CI_JOB_IMAGE": "registry.example.org:5000/shop/ci:7"])

        #expect(items.last?.kind == .image)
        #expect(items.last?.key == "registry.example.org:5000/shop/ci")
        #expect(items.last?.value == "7")
        #expect(items.last?.isPinned == false)
    }

    @Test(arguments: [
        (["NAME=\"Debian\"", "ID=debian", "VERSION_ID=\"12\""], "debian 12"),
        (["ID='arch'", "BUILD_ID=rolling"], "arch rolling"),
        (["ID=void"], "void"),
    ])
    func `the release file of the system names it`(lines: [Substring], expected: String) {
        #expect(Machine.system(lines) == expected)
    }

    @Test func `this machine is the same twice, and knows what it is`() {
        let machine = Machine.current

        #expect(machine == Machine.current)
        #expect(machine.system != nil)
        #expect(machine.kernel?.isEmpty == false)
        #expect(machine.architecture?.isEmpty == false)
        #expect(machine.cores > 0)
        #expect(machine.memoryBytes > 1 << 20)
    }
}
