// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What an issue cost so far, and what it will cost when nobody repairs it; everything in time, nothing in money.
package struct IssueCost: Sendable, Equatable {
    /// Time that people spent on looking at its failures, in minutes.
    package var triageMinutes = 0
    /// Time that its failing tests ran, in milliseconds; tests of unknown duration add nothing.
    package var machineMilliseconds: Int64 = 0
    /// What it is expected to cost people and machines up to the next gate, in minutes.
    package var expectedMinutes = 0.0
    /// What its repair is expected to take, in minutes, more than 0.
    package var effortMinutes = 480.0

    package init() {}

    /// Everything that is lost so far, in minutes.
    package var lostMinutes: Double { Double(triageMinutes) + Double(machineMilliseconds) / 60_000 }

    /// Expected cost by effort: the higher, the sooner it should be repaired.
    package var fixFirst: Double { expectedMinutes / effortMinutes }
}

/// What a project says about time; each has a setting.
package struct CostModel: Sendable, Equatable {
    /// Minutes that a person looks at the first failure of an incident, 0 to 10,000.
    package var firstMinutes = 20
    /// Minutes that a person looks at each run that repeats it, 0 to 10,000.
    package var repeatMinutes = 5
    /// Days to the next gate, 1 to 365.
    package var daysToGate = 14
    /// Hours that a gate which is blocked costs all who wait for it together, 0 to 10,000.
    package var gateDelayHours = 8

    /// Twenty and five minutes, a gate every two weeks, a day of one person for a blocked one.
    package init() {}
}
