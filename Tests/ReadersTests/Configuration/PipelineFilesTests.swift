// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import TestPhase
import Testing

struct PipelineFilesTests {
    @Test(arguments: [
        ".github/workflows/tests.yml", ".github/workflows/release.yaml", ".gitlab-ci.yml", "Jenkinsfile",
        "deploy/Jenkinsfile", "azure-pipelines.yml", ".circleci/config.yml", "bitbucket-pipelines.yml",
        ".buildkite/pipeline.yml", ".drone.yml", ".travis.yml", "appveyor.yml", ".woodpecker.yml",
        ".woodpecker/test.yaml", ".ci/run",
    ])
    func `a definition of a pipeline is known by its name, in git and outside`(name: String) throws {
        let project = try ProjectSample([name: "steps: []\n"])
        let outside = project.capture()
        project.commitAll()

        let inGit = project.capture()

        #expect(outside.items(.pipeline).map(\.key) == [name])
        #expect(inGit.items(.pipeline) == outside.items(.pipeline))
        #expect(outside.item(.pipeline, name)?.digest?.hasPrefix("sha256:") == true)
    }

    @Test(arguments: ["docs/.gitlab-ci.yml", ".github/dependabot.yml", "samples/.github/workflows/a.yml", "ci.yml"])
    func `a file that no system runs is none`(name: String) throws {
        #expect(try ProjectSample([name: "steps: []\n"]).capture().items(.pipeline).isEmpty)
    }
}
