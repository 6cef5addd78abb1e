// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

/// The variables of one job and what they mean; every system has at least one.
struct PipelineExample: Sendable, CustomTestStringConvertible {
    let name: String
    let environment: [String: String]
    let runKey: String
    var attempt = 1
    var commit: String? = "0123456789abcdef0123456789abcdef01234567"
    var branch: String? = "main"
    var buildURL: String?
    var shard: [Int]?

    var testDescription: String { name }

    static let sha = "0123456789abcdef0123456789abcdef01234567"

    static let all = hosted + independent

    private static let hosted: [PipelineExample] = [
        PipelineExample(
            name: "GitHub push",
            environment: [
                "CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "octo/shop", "GITHUB_RUN_ID": "1658821493",
                "GITHUB_JOB": "integration", "GITHUB_RUN_ATTEMPT": "1", "GITHUB_SHA": sha, "GITHUB_REF_NAME": "main",
                "GITHUB_REF_TYPE": "branch", "GITHUB_HEAD_REF": "", "GITHUB_SERVER_URL": "https://github.com",
            ],
            runKey: "github:octo/shop:1658821493:integration",
            buildURL: "https://github.com/octo/shop/actions/runs/1658821493"
        ),
        PipelineExample(
            name: "GitHub pull request, second attempt",
            environment: [
                "GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "octo/shop", "GITHUB_RUN_ID": "7", "GITHUB_JOB": "beta",
                "GITHUB_RUN_ATTEMPT": "2", "GITHUB_SHA": sha, "GITHUB_REF_NAME": "12/merge",
                "GITHUB_HEAD_REF": "fix/cart",
                "GITHUB_SERVER_URL": "https://github.com/",
            ],
            runKey: "github:octo/shop:7:beta",
            attempt: 2,
            branch: "fix/cart",
            buildURL: "https://github.com/octo/shop/actions/runs/7/attempts/2"
        ),
        PipelineExample(
            name: "GitHub tag",
            environment: [
                "GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "octo/shop", "GITHUB_RUN_ID": "7", "GITHUB_JOB": "beta",
                "GITHUB_SHA": sha, "GITHUB_REF_NAME": "v1", "GITHUB_REF_TYPE": "tag",
            ],
            runKey: "github:octo/shop:7:beta",
            branch: nil
        ),
        PipelineExample(
            name: "GitLab shard of a merge request, retried",
            environment: [
                "CI": "true", "GITLAB_CI": "true", "CI_PROJECT_PATH": "group/shop", "CI_PIPELINE_ID": "98765",
                "CI_JOB_NAME": "integration 2/3", "CI_JOB_ID": "55", "CI_NODE_INDEX": "2", "CI_NODE_TOTAL": "3",
                "CI_JOB_RETRY_COUNT": "1", "CI_COMMIT_SHA": sha, "CI_COMMIT_REF_NAME": "refs/merge-requests/1/head",
                "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": "fix/cart",
                "CI_JOB_URL": "https://gitlab.com/group/shop/-/jobs/55",
            ],
            runKey: "gitlab:group/shop:98765:integration",
            attempt: 2,
            branch: "fix/cart",
            buildURL: "https://gitlab.com/group/shop/-/jobs/55",
            shard: [2, 3]
        ),
        PipelineExample(
            name: "GitLab branch",
            environment: [
                "GITLAB_CI": "true", "CI_PROJECT_PATH": "group/shop", "CI_PIPELINE_ID": "5", "CI_JOB_NAME": "beta",
                "CI_NODE_TOTAL": "1", "CI_COMMIT_SHA": sha, "CI_COMMIT_BRANCH": "main", "CI_COMMIT_REF_NAME": "main",
                "CI_PIPELINE_URL": "https://gitlab.com/p/5",
            ],
            runKey: "gitlab:group/shop:5:beta",
            buildURL: "https://gitlab.com/p/5"
        ),
        PipelineExample(
            name: "Azure pull request",
            environment: [
                "TF_BUILD": "True", "SYSTEM_COLLECTIONURI": "https://dev.azure.com/org/", "SYSTEM_TEAMPROJECT": "shop",
                "BUILD_BUILDID": "42", "SYSTEM_STAGENAME": "test", "SYSTEM_PHASENAME": "beta",
                "SYSTEM_JOBNAME": "linux",
                "SYSTEM_JOBATTEMPT": "3", "BUILD_SOURCEVERSION": sha, "BUILD_SOURCEBRANCH": "refs/pull/1/merge",
                "SYSTEM_PULLREQUEST_SOURCEBRANCH": "refs/heads/fix/cart",
            ],
            runKey: "azure:shop:42:test/beta/linux",
            attempt: 3,
            branch: "fix/cart",
            buildURL: "https://dev.azure.com/org/shop/_build/results?buildId=42"
        ),
        PipelineExample(
            name: "Bitbucket",
            environment: [
                "BITBUCKET_BUILD_NUMBER": "12", "BITBUCKET_REPO_FULL_NAME": "team/shop", "BITBUCKET_STEP_UUID": "{a-b}",
                "BITBUCKET_STEP_RUN_NUMBER": "2", "BITBUCKET_COMMIT": sha, "BITBUCKET_BRANCH": "main",
            ],
            runKey: "bitbucket:team/shop:12:{a-b}",
            attempt: 2,
            buildURL: "https://bitbucket.org/team/shop/pipelines/results/12"
        ),
        PipelineExample(
            name: "Xcode Cloud pull request",
            environment: [
                "CI": "TRUE", "CI_XCODE_CLOUD": "TRUE", "CI_PRODUCT_ID": "P1", "CI_BUILD_ID": "B2",
                "CI_XCODEBUILD_ACTION": "test-without-building", "CI_COMMIT": sha, "CI_BRANCH": "main",
                "CI_PULL_REQUEST_SOURCE_BRANCH": "fix/cart", "CI_BUILD_URL": "https://appstoreconnect.apple.com/b",
            ],
            runKey: "xcode-cloud:P1:B2:test-without-building",
            branch: "fix/cart",
            buildURL: "https://appstoreconnect.apple.com/b"
        ),
    ]

    private static let independent: [PipelineExample] = [
        PipelineExample(
            name: "Jenkins multibranch pull request",
            environment: [
                "JENKINS_URL": "https://ci.example/", "JOB_NAME": "shop/PR-5", "BUILD_NUMBER": "17", "GIT_COMMIT": sha,
                "BRANCH_NAME": "PR-5", "CHANGE_BRANCH": "fix/cart", "BUILD_URL": "https://ci.example/job/shop/17/",
            ],
            runKey: "jenkins:shop/PR-5:17",
            branch: "fix/cart",
            buildURL: "https://ci.example/job/shop/17/"
        ),
        PipelineExample(
            name: "Jenkins freestyle",
            environment: [
                "JENKINS_URL": "https://ci.example/", "JOB_NAME": "shop", "BUILD_NUMBER": "17", "GIT_COMMIT": sha,
                "GIT_BRANCH": "origin/main",
            ],
            runKey: "jenkins:shop:17"
        ),
        PipelineExample(
            name: "Buildkite shard, retried",
            environment: [
                "BUILDKITE": "true", "BUILDKITE_ORGANIZATION_SLUG": "org", "BUILDKITE_PIPELINE_SLUG": "shop",
                "BUILDKITE_BUILD_NUMBER": "88", "BUILDKITE_STEP_KEY": "beta", "BUILDKITE_LABEL": "Beta 1",
                "BUILDKITE_RETRY_COUNT": "1", "BUILDKITE_PARALLEL_JOB": "0", "BUILDKITE_PARALLEL_JOB_COUNT": "4",
                "BUILDKITE_COMMIT": sha, "BUILDKITE_BRANCH": "main",
                "BUILDKITE_BUILD_URL": "https://buildkite.com/b/88",
            ],
            runKey: "buildkite:org:shop:88:beta",
            attempt: 2,
            buildURL: "https://buildkite.com/b/88",
            shard: [1, 4]
        ),
        PipelineExample(
            name: "Buildkite job of a matrix",
            environment: [
                "BUILDKITE": "true", "BUILDKITE_ORGANIZATION_SLUG": "org", "BUILDKITE_PIPELINE_SLUG": "shop",
                "BUILDKITE_BUILD_NUMBER": "88", "BUILDKITE_STEP_ID": "0190", "BUILDKITE_LABEL": "linux",
                "BUILDKITE_RETRY_COUNT": "0", "BUILDKITE_COMMIT": sha, "BUILDKITE_BRANCH": "main",
            ],
            runKey: "buildkite:org:shop:88:0190/linux"
        ),
        PipelineExample(
            name: "CircleCI shard",
            environment: [
                "CIRCLECI": "true", "CIRCLE_WORKFLOW_ID": "w2", "CIRCLE_WORKFLOW_WORKSPACE_ID": "w1",
                "CIRCLE_JOB": "beta",
                "CIRCLE_NODE_INDEX": "2", "CIRCLE_NODE_TOTAL": "3", "CIRCLE_SHA1": sha, "CIRCLE_BRANCH": "main",
                "CIRCLE_BUILD_URL": "https://circleci.com/gh/octo/shop/7",
            ],
            runKey: "circleci:w1:beta",
            buildURL: "https://circleci.com/gh/octo/shop/7",
            shard: [3, 3]
        ),
        PipelineExample(
            name: "TeamCity",
            environment: [
                "TEAMCITY_VERSION": "2025.11", "BUILD_NUMBER": "31", "BUILD_VCS_NUMBER": sha,
                "TEAMCITY_PROJECT_NAME": "Shop", "TEAMCITY_BUILDCONF_NAME": "Beta: all",
            ],
            runKey: "teamcity:Shop:Beta%3A all:31",
            branch: nil
        ),
        PipelineExample(
            name: "Woodpecker pull request",
            environment: [
                "CI": "woodpecker", "CI_REPO": "octo/shop", "CI_PIPELINE_NUMBER": "8", "CI_WORKFLOW_NAME": "test",
                "CI_WORKFLOW_NUMBER": "1", "CI_STEP_NAME": "beta", "CI_COMMIT_SHA": sha, "CI_COMMIT_BRANCH": "main",
                "CI_COMMIT_SOURCE_BRANCH": "fix/cart", "CI_PIPELINE_URL": "https://ci.example/8",
            ],
            runKey: "woodpecker:octo/shop:8:test/1/beta",
            branch: "fix/cart",
            buildURL: "https://ci.example/8"
        ),
        PipelineExample(
            name: "Drone",
            environment: [
                "CI": "true", "DRONE": "true", "DRONE_REPO": "octo/shop", "DRONE_BUILD_NUMBER": "9",
                "DRONE_STAGE_NAME": "default", "DRONE_STEP_NAME": "beta", "DRONE_COMMIT_SHA": sha,
                "DRONE_COMMIT_BRANCH": "main", "DRONE_SOURCE_BRANCH": "main",
                "DRONE_BUILD_LINK": "https://drone.example/9",
            ],
            runKey: "drone:octo/shop:9:default/beta",
            buildURL: "https://drone.example/9"
        ),
        PipelineExample(
            name: "Travis pull request",
            environment: [
                "TRAVIS": "true", "TRAVIS_REPO_SLUG": "octo/shop", "TRAVIS_BUILD_ID": "100", "TRAVIS_JOB_NUMBER": "4.1",
                "TRAVIS_COMMIT": "fedcba9876543210", "TRAVIS_PULL_REQUEST_SHA": sha, "TRAVIS_BRANCH": "main",
                "TRAVIS_PULL_REQUEST_BRANCH": "fix/cart", "TRAVIS_JOB_WEB_URL": "https://travis-ci.com/j/1",
            ],
            runKey: "travis:octo/shop:100:4.1",
            branch: "fix/cart",
            buildURL: "https://travis-ci.com/j/1"
        ),
    ]
}
