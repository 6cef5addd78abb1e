// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The nouns of Exitgate: what a test phase is made of.
///
/// A **run** executes tests of one **phase** on one commit in one **configuration class**. It leaves **results**; a
/// failing result is an **occurrence** with a **signature**. An **incident** is an episode in which one signature breaks
/// tests in one phase and one configuration class: it opens with the first occurrence and is restored only by evidence.
///
/// Everything here is a value: identifiers, life cycles and the models that reports print. There is no input or output
/// and no clock. Time, randomness and ids are given by the caller. The verbs live in `Triage`, the words in the handbook.
package enum TestPhaseModule {
    /// The version that the command prints and stores with every upload.
    package static let version = "0.1.0"
}
