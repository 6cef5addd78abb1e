// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A tool that says which version it is, and the files that show that a project uses it.
struct ToolCommand: Sendable {
    /// Name of the tool, as ``ToolchainPin`` has it.
    let tool: String
    let command: [String]
    /// As ``FileNames`` reads them.
    let markers: [String]
    private let names: FileNames

    /// - Parameter command: Nil for the tool itself with `--version`.
    init(_ tool: String, _ command: [String]? = nil, markers: String...) {
        self.tool = tool
        self.command = command ?? [tool, "--version"]
        self.markers = markers
        names = FileNames(markers)
    }

    /// How diagnostics and items name it.
    var evidence: String { command.joined(separator: " ") }

    func isUsed(in tree: ProjectTree) -> Bool { tree.paths.contains(where: names.contains) }

    static let all: [ToolCommand] = [
        ToolCommand("swift", markers: "Package.swift", "Package.resolved"),
        ToolCommand("node", markers: "package.json"),
        ToolCommand("npm", markers: "package-lock.json", "npm-shrinkwrap.json"),
        ToolCommand("yarn", markers: "yarn.lock"),
        ToolCommand("pnpm", markers: "pnpm-lock.yaml"),
        ToolCommand("bun", markers: "bun.lock", "bun.lockb"),
        ToolCommand("deno", markers: "deno.lock", "deno.json"),
        ToolCommand(
            "python", ["python3", "--version"],
            markers: "pyproject.toml", "setup.py", "setup.cfg", "requirements*.txt", "Pipfile.lock", "poetry.lock",
            "uv.lock", "pdm.lock", "pylock.toml"),
        ToolCommand("ruby", markers: "Gemfile", "Gemfile.lock", "gems.locked"),
        ToolCommand("java", markers: "pom.xml", "build.gradle", "build.gradle.kts", "gradle.lockfile"),
        ToolCommand("go", ["go", "version"], markers: "go.mod"),
        ToolCommand("rust", ["rustc", "--version"], markers: "Cargo.toml", "Cargo.lock"),
        ToolCommand("cargo", markers: "Cargo.toml", "Cargo.lock"),
        ToolCommand("dotnet", markers: "*.csproj", "*.fsproj", "*.sln", "global.json", "packages.lock.json"),
        ToolCommand("php", markers: "composer.json", "composer.lock"),
        ToolCommand("elixir", markers: "mix.exs", "mix.lock"),
        ToolCommand("dart", markers: "pubspec.yaml", "pubspec.lock"),
        ToolCommand("terraform", markers: ".terraform.lock.hcl"),
        ToolCommand("cmake", markers: "CMakeLists.txt"),
    ]
}
