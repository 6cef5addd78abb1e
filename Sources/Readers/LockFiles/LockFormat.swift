// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// How the files of one format are named and read.
struct LockFormat: Sendable {
    /// Without a version.
    let name: String
    /// File names, each with at most one `*` for any characters; a slash asks for the folder too.
    let files: [String]
    private let known: FileNames
    /// Whether a file without a line is a right one.
    let mayBeEmpty: Bool
    let read: @Sendable (LockText, inout LockDraft) -> Void

    init(
        _ name: String, _ files: String..., mayBeEmpty: Bool = false,
        read: @escaping @Sendable (LockText, inout LockDraft) -> Void
    ) {
        self.name = name
        self.files = files.isEmpty ? [name] : files
        known = FileNames(self.files)
        self.mayBeEmpty = mayBeEmpty
        self.read = read
    }

    func matches(_ path: String) -> Bool { known.contains(path) }

    /// Every format; the first whose name matches reads the file.
    static let all: [LockFormat] = swift + javaScript + python + jvm + native + others

    private static let swift = [
        LockFormat("Package.resolved", read: PackageResolved.read),
        LockFormat("Podfile.lock", read: PodfileLock.read),
        LockFormat("Cartfile.resolved", mayBeEmpty: true, read: CartfileResolved.read),
    ]

    private static let javaScript = [
        LockFormat("package-lock", "package-lock.json", "npm-shrinkwrap.json", read: PackageLock.read),
        LockFormat("yarn.lock") { text, draft in
            YarnBerryLock.isBerry(text) ? YarnBerryLock.read(text, into: &draft) : YarnLock.read(text, into: &draft)
        },
        LockFormat("pnpm-lock", "pnpm-lock.yaml", read: PNPMLock.read),
        LockFormat("bun.lock", read: BunLock.read),
        LockFormat("deno.lock", read: DenoLock.read),
    ]

    private static let python = [
        LockFormat("poetry.lock", read: PoetryLock.read),
        LockFormat("uv.lock", read: UVLock.read),
        LockFormat("pdm.lock", read: PDMLock.read),
        LockFormat("pylock", "pylock.toml", "pylock.*.toml", read: PyLock.read),
        LockFormat("Pipfile.lock", read: PipfileLock.read),
        LockFormat(
            "requirements", "requirements*.txt", "*requirements.txt", "requirements/*.txt", "constraints*.txt",
            mayBeEmpty: true, read: Requirements.read),
    ]

    private static let jvm = [
        LockFormat(
            "gradle.lockfile", "*gradle.lockfile", "dependency-locks/*.lockfile", mayBeEmpty: true,
            read: GradleLock.read),
        LockFormat("version catalog", "*.versions.toml", mayBeEmpty: true, read: VersionCatalog.read),
        LockFormat("pom", "pom.xml", read: MavenProject.read),
    ]

    private static let native = [
        LockFormat("Cargo.lock", read: CargoLock.read),
        LockFormat("go.mod", read: GoModule.read),
        LockFormat("go.sum", mayBeEmpty: true, read: GoSum.read),
        LockFormat("conan.lock", read: ConanLock.read),
        LockFormat("vcpkg", "vcpkg.json", read: VcpkgManifest.read),
        LockFormat("flake.lock", read: FlakeLock.read),
    ]

    private static let others = [
        LockFormat("Gemfile.lock", "Gemfile.lock", "gems.locked", read: GemfileLock.read),
        LockFormat("composer.lock", read: ComposerLock.read),
        LockFormat("packages.lock", "packages.lock.json", "packages.*.lock.json", read: NuGetLock.read),
        LockFormat("mix.lock", read: MixLock.read),
        LockFormat("pubspec.lock", read: PubspecLock.read),
        LockFormat("terraform.lock", ".terraform.lock.hcl", mayBeEmpty: true, read: TerraformLock.read),
        LockFormat("Chart.lock", "Chart.lock", "requirements.lock", read: ChartLock.read),
        LockFormat("renv.lock", read: RenvLock.read),
    ]
}
