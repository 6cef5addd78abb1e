// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A phase and a configuration class in it, whose runs follow each other.
struct ClassPlace: Hashable {
    let phase: String
    let configuration: Int64
}
