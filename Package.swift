// swift-tools-version: 6.1
// Exitgate
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

/// The language rules of every target of ours: existentials are spelled out and imports stay private.
let language: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// Who may import whom is also held as data in `Tests/ArchitectureTests`.
func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: language)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: language)
}

/// The driver for servers, only where its trait is on.
let postgres = Target.Dependency.target(name: "StoragePostgres", condition: .when(traits: ["PostgreSQL"]))

let package = Package(
    name: "exitgate",
    platforms: [.macOS(.v14)],
    products: [
        .executable(name: "exitgate", targets: ["exitgate"]),
        .plugin(name: "ExitgateCommand", targets: ["ExitgateCommand"]),
    ],
    traits: [
        .trait(name: "PostgreSQL", description: "Stores on a PostgreSQL server, through libpq.")
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CLibXML2",
            pkgConfig: "libxml-2.0",
            providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]
        ),
        .systemLibrary(
            name: "CLibArchive",
            pkgConfig: "libarchive",
            providers: [.apt(["libarchive-dev"]), .brew(["libarchive"])]
        ),
        .systemLibrary(
            name: "CLibPQ",
            pkgConfig: "libpq",
            providers: [.apt(["libpq-dev"]), .brew(["libpq"])]
        ),
        library("TestPhase"),
        library("Triage", ["TestPhase"]),
        library("Gating", ["TestPhase"]),
        library(
            "Readers",
            [
                "TestPhase", "CLibXML2", "CLibArchive", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Yams", package: "Yams"),
            ]),
        library("Renderers", ["TestPhase", .product(name: "Crypto", package: "swift-crypto")]),
        library("Storage", ["TestPhase", .product(name: "Crypto", package: "swift-crypto")]),
        library("StorageSQLite", ["Storage", .product(name: "GRDB", package: "GRDB.swift")]),
        library(
            "StoragePostgres",
            [
                "Storage", .product(name: "Crypto", package: "swift-crypto"),
                .target(name: "CLibPQ", condition: .when(traits: ["PostgreSQL"])),
            ]),
        library(
            "Workflow",
            [
                "TestPhase", "Triage", "Gating", "Readers", "Storage",
                .product(name: "Yams", package: "Yams"),
                .product(name: "Crypto", package: "swift-crypto"),
            ]
        ),
        .executableTarget(
            name: "exitgate",
            dependencies: [
                "TestPhase", "Gating", "Workflow", "Readers", "Renderers", "Storage", "StorageSQLite",
                postgres,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            exclude: ["Handbook.docc"],
            swiftSettings: language
        ),
        .plugin(
            name: "ExitgateCommand",
            capability: .command(
                intent: .custom(
                    verb: "exitgate", description: "Run the tests, keep their results, and print where they lead."),
                permissions: [
                    .writeToPackageDirectory(reason: "The results of test runs are kept in .exitgate of the package.")
                ]),
            dependencies: ["exitgate"]),
        .executableTarget(
            name: "Benchmarks",
            dependencies: ["Readers", "Triage", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            path: "Tests/Benchmarks",
            swiftSettings: language
        ),
        tests("ReadersTests", ["Readers", "TestPhase"], exclude: ["Fixtures"]),
        tests("StorageTests", ["Storage", "StorageSQLite", "TestPhase", postgres]),
        tests(
            "WorkflowTests",
            ["Workflow", "Gating", "Renderers", "Storage", "StorageSQLite", "Readers", "TestPhase", postgres],
            exclude: ["Scenarios/Data", "Scenarios/ChangeData", "Scenarios/README.md"]),
        tests("EndToEndTests", ["TestPhase"], exclude: ["Golden"]),
        tests("ArchitectureTests", []),
        tests("TriageTests", ["Triage", "TestPhase"]),
        tests("GatingTests", ["Gating", "TestPhase"]),
        tests("RenderersTests", ["Renderers", "Readers", "TestPhase"]),
        tests("SettingsTests", ["Workflow", "TestPhase"]),
    ],
    swiftLanguageModes: [.v6]
)
