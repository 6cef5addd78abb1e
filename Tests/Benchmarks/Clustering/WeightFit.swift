// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Triage

/// Fits the weights of evidence: logistic regression in which agreement only raises a score and disagreement only lowers
/// it. Every set counts the same, whatever its size.
struct WeightFit {
    /// What all examples of a set weigh together, if it has at least `fullCount`.
    private static let setWeight = 100.0
    private static let fullCount = 500.0
    /// Keeps weights small that little speaks for.
    private static let ridge = 0.02
    private static let roundLimit = 40
    private static let sweepLimit = 200

    private let terms: [LinkTerm]
    private var rows: [Double] = []
    private var outcomes: [Double] = []
    private var importance: [Double] = []

    /// - Parameter terms: Those that may have a weight.
    init(_ terms: [LinkTerm], to sets: [[LinkExample]]) {
        self.terms = terms
        for set in sets where !set.isEmpty {
            let weight = Self.setWeight * min(1, Double(set.count) / Self.fullCount) / Double(set.count)
            for example in set {
                for term in terms { rows.append(example.values[Int(term.rawValue)]) }
                outcomes.append(example.isOneCause ? 1 : 0)
                importance.append(weight)
            }
        }
    }

    /// The weights, in whole hundredths; terms that have none are left out.
    ///
    /// Newton's method: each round solves the quadratic model within the signs, one weight after the other, and goes as
    /// far along it as the loss falls.
    func weights() -> [LinkTerm: Double] {
        var weights = [Double](repeating: 0, count: terms.count)
        var loss = loss(weights)
        for _ in 0..<Self.roundLimit {
            let (slope, curve) = model(weights)
            let goal = minimum(from: weights, slope, curve)
            var step = 1.0
            var isBetter = false
            while step > 1e-4, !isBetter {
                let tried = zip(weights, goal).map { $0 + step * ($1 - $0) }
                let found = self.loss(tried)
                if found < loss - 1e-9 {
                    (weights, loss, isBetter) = (tried, found, true)
                } else {
                    step /= 2
                }
            }
            if !isBetter { break }
        }
        return Dictionary(uniqueKeysWithValues: zip(terms, weights.map { ($0 * 100).rounded() / 100 }))
            .filter { $0.value != 0 }
    }

    private func loss(_ weights: [Double]) -> Double {
        var sum = weights.reduce(0) { $0 + $1 * $1 } * Self.ridge
        forEachScore(weights) { row, score in
            // log(1 + e^s) - y s, without overflow.
            sum += importance[row] * (max(score, 0) + log1p(exp(-abs(score))) - outcomes[row] * score)
        }
        return sum
    }

    /// First and second derivatives of the loss.
    private func model(_ weights: [Double]) -> (slope: [Double], curve: [Double]) {
        let width = terms.count
        var slope = weights.map { 2 * Self.ridge * $0 }
        var curve = [Double](repeating: 0, count: width * width)
        for place in 0..<width { curve[place * width + place] = 2 * Self.ridge }
        forEachScore(weights) { row, score in
            let likely = 1 / (1 + exp(-score))
            let error = importance[row] * (likely - outcomes[row])
            let bend = importance[row] * likely * (1 - likely)
            for first in 0..<width {
                let value = rows[row * width + first]
                if value == 0 { continue }
                slope[first] += error * value
                for second in 0...first { curve[first * width + second] += bend * value * rows[row * width + second] }
            }
        }
        for first in 0..<width {
            for second in first + 1..<max(first + 1, width) {
                curve[first * width + second] = curve[second * width + first]
            }
        }
        return (slope, curve)
    }

    /// The least of the quadratic model within the signs.
    private func minimum(from weights: [Double], _ slope: [Double], _ curve: [Double]) -> [Double] {
        let width = terms.count
        var goal = weights
        var gradient = slope
        for _ in 0..<Self.sweepLimit {
            var largest = 0.0
            for place in 0..<width {
                var wanted = goal[place] - gradient[place] / curve[place * width + place]
                wanted = terms[place].isAgreement ? max(0, wanted) : min(0, wanted)
                let change = wanted - goal[place]
                if change == 0 { continue }
                goal[place] = wanted
                for other in 0..<width { gradient[other] += change * curve[other * width + place] }
                largest = max(largest, abs(change))
            }
            if largest < 1e-6 { break }
        }
        return goal
    }

    private func forEachScore(_ weights: [Double], _ body: (_ row: Int, _ score: Double) -> Void) {
        rows.withUnsafeBufferPointer { rows in
            weights.withUnsafeBufferPointer { weights in
                for row in 0..<outcomes.count {
                    var score = 0.0
                    for place in 0..<weights.count { score += weights[place] * rows[row * weights.count + place] }
                    body(row, score)
                }
            }
        }
    }
}
