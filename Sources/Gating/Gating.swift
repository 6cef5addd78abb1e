// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// May the phase end? Rules, policies and verdicts, as pure functions of evidence.
///
/// 1. `GateEvidence`, in `TestPhase`, is all that a rule may see; `Workflow` collects it.
/// 2. A `Criterion` is one rule, in one file, with its thresholds, its defaults for each phase, and its own examples.
/// 3. A `GatePolicy` says which rules count in a phase, with which thresholds and since when.
/// 4. `GateEvaluator` asks each rule, lets waivers excuse exact subjects, and draws the verdict: any blocking failure is
///    NO_GO, else anything undecided UNDECIDED, else any waiver that was needed CONDITIONAL_GO, else GO.
package enum Gating {}
