// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A build tool, how its presence is seen, and where its test results usually are.
struct ProjectKind: Sendable, Hashable {
    /// What people call it.
    let name: String
    /// Names of files in lower case; one that begins with a point matches every file that ends with it.
    let marks: [String]
    /// Globs of result files, from the folder of the project.
    let paths: [String]
    /// What makes the tool write JUnit XML, for the comment; nil when it does so by itself.
    let advice: String?

    /// Whether a file name, without its folder, tells that the tool is in use.
    func matches(_ name: String) -> Bool {
        let lowered = name.lowercased()
        return marks.contains { $0.hasPrefix(".") ? lowered.hasSuffix($0) : lowered == $0 }
    }

    /// All tools we know, in the order in which they are listed.
    static let all: [ProjectKind] = [
        ProjectKind(
            name: "Swift",
            marks: ["package.swift"],
            paths: [".build/**/*xunit*.xml", "**/*xunit*.xml"],
            advice: "swift test --parallel --xunit-output .build/xunit.xml"
        ),
        ProjectKind(
            name: "Maven",
            marks: ["pom.xml"],
            paths: ["**/target/surefire-reports/TEST-*.xml", "**/target/failsafe-reports/TEST-*.xml"],
            advice: nil
        ),
        ProjectKind(
            name: "Gradle",
            marks: ["build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts"],
            paths: ["**/build/test-results/**/TEST-*.xml", "**/build/outputs/androidTest-results/**/TEST-*.xml"],
            advice: nil
        ),
        ProjectKind(
            name: "JavaScript",
            marks: ["package.json"],
            paths: ["**/junit.xml", "**/*junit*.xml", "**/test-results/**/*.xml"],
            advice:
                "use the junit reporter of the runner: jest-junit, vitest or playwright --reporter=junit"
        ),
        ProjectKind(
            name: "Python",
            marks: ["pyproject.toml", "pytest.ini", "setup.cfg", "setup.py", "tox.ini"],
            paths: ["**/*junit*.xml", "**/test-results/**/*.xml", "**/test-reports/**/*.xml"],
            advice: "pytest --junitxml=test-results/junit.xml"
        ),
        ProjectKind(
            name: "Go",
            marks: ["go.mod"],
            paths: ["**/*junit*.xml", "**/test-results/**/*.xml"],
            advice: "gotestsum --junitfile test-results/junit.xml"
        ),
        ProjectKind(
            name: "Rust",
            marks: ["cargo.toml"],
            paths: ["target/nextest/**/*.xml", "**/*junit*.xml"],
            advice: "cargo nextest run --profile ci, with junit.path = \"junit.xml\" in .config/nextest.toml"
        ),
        ProjectKind(
            name: "CMake",
            marks: ["cmakelists.txt"],
            paths: ["**/*junit*.xml", "build/**/test-results/**/*.xml"],
            advice: "ctest --output-junit test-results/junit.xml, from CMake 3.21"
        ),
        ProjectKind(
            name: ".NET",
            marks: [".csproj", ".fsproj", ".vbproj", ".sln", ".slnx"],
            paths: ["**/TestResults/**/*junit*.xml", "**/TestResults/**/TestResults.xml"],
            advice: "dotnet test --logger junit, with the package JunitXml.TestLogger"
        ),
        ProjectKind(
            name: "Ruby",
            marks: ["gemfile"],
            paths: ["**/rspec*.xml", "**/*junit*.xml", "test/reports/TEST-*.xml"],
            advice: "rspec --format RspecJunitFormatter --out test-results/rspec.xml"
        ),
        ProjectKind(
            name: "PHP",
            marks: ["composer.json"],
            paths: ["**/*junit*.xml", "build/logs/*.xml"],
            advice: "phpunit --log-junit test-results/junit.xml"
        ),
        ProjectKind(
            name: "Elixir",
            marks: ["mix.exs"],
            paths: ["_build/**/test-junit-report.xml", "**/*junit*.xml"],
            advice: "mix test --formatter JUnitFormatter, with the package junit_formatter"
        ),
    ]
}
