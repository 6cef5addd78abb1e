// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// How one CI system is recognised and read; the systems themselves are in the extensions.
struct PipelineSystem: Sendable {
    /// Whether the job runs on this system.
    let isPresent: @Sendable (PipelineVariables) -> Bool
    /// What the variables say; only asked when `isPresent`.
    let context: @Sendable (PipelineVariables) -> PipelineContext

    /// All systems in the order of asking: Woodpecker and Xcode Cloud share the prefix `CI_` with GitLab.
    static let all: [PipelineSystem] = [
        gitHub, gitLab, buildkite, circleCI, azure, bitbucket, teamCity, woodpecker, drone, travis, xcodeCloud, jenkins,
    ]
}
