// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Definitions of pipelines, of which the content as a whole counts.
enum PipelineFiles {
    /// Where the common systems look for them.
    static let names = [
        "/.github/workflows/*.yml", "/.github/workflows/*.yaml", "/.gitlab-ci.yml", "Jenkinsfile", "Jenkinsfile.*",
        "*.jenkinsfile", "azure-pipelines.yml", "azure-pipelines.yaml", "azure-pipelines-*.yml",
        "/.circleci/config.yml", "/bitbucket-pipelines.yml", "/.buildkite/*.yml", "/.buildkite/*.yaml", "/.drone.yml",
        "/.travis.yml", "/appveyor.yml", "/.appveyor.yml", "/.woodpecker.yml", "/.woodpecker.yaml",
        "/.woodpecker/*.yml", "/.woodpecker/*.yaml", "/.cirrus.yml", "/cloudbuild.yaml", "/.teamcity/settings.kts",
        "/.ci/run", "/.ci/*.yml", "/.ci/*.sh",
    ]
    private static let all = FileNames(names)

    static func read(_ tree: ProjectTree, in folder: ProjectFolder, into draft: inout CaptureDraft) {
        for path in tree.files(named: all) {
            guard let content = draft.content(of: path, in: folder) else { continue }
            draft.add([ConfigurationItem(.pipeline, path, value: nil, digest: content.digest, evidence: path)])
        }
    }
}
