// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation

extension Workplace {
    /// Runs queues of commands at once, each queue one command after the other.
    func race(_ queues: [[[String]]], environment: [String: String] = [:]) throws -> [Ended] {
        var waiting = queues
        var running: [Int: Child] = [:]
        var all: [Ended] = []
        while !waiting.allSatisfy(\.isEmpty) || !running.isEmpty {
            for index in waiting.indices where running[index] == nil && !waiting[index].isEmpty {
                running[index] = try start(waiting[index].removeFirst(), environment: environment, limit: 300)
            }
            for (index, child) in running {
                guard let ended = child.poll() else { continue }
                all.append(ended)
                running[index] = nil
            }
            usleep(500)
        }
        return all
    }
}
