// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Workflow

struct IncidentAcknowledgeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "acknowledge", abstract: "Say that somebody looks at an incident.",
        discussion: """
            EXAMPLES
              exitgate incident acknowledge INC-12 -m 'on it'
            """)

    @Argument(help: "Such as INC-12.")
    var incident: Identifier
    @OptionGroup var options: DecisionOptions

    func run() throws { try options.decide(.incident(try incident.number(of: "INC"), .acknowledge)) }
}

struct IncidentVoidCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "void", abstract: "Say that an incident is a false alarm: it counts for nothing.",
        discussion: """
            EXAMPLES
              exitgate incident void INC-12 -m 'the runner had no disk'
            """)

    @Argument(help: "Such as INC-12.")
    var incident: Identifier
    @OptionGroup var options: DecisionOptions

    func run() throws { try options.decide(.incident(try incident.number(of: "INC"), .void)) }
}

struct IncidentCloseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close",
        abstract: "Say that a restored incident is over: what comes back is another one.",
        discussion: """
            A restored incident closes by itself once it was quiet for seven days and five runs.

            EXAMPLES
              exitgate incident close INC-12 -m 'the disk was replaced'
            """)

    @Argument(help: "Such as INC-12.")
    var incident: Identifier
    @OptionGroup var options: DecisionOptions

    func run() throws { try options.decide(.incident(try incident.number(of: "INC"), .close)) }
}
