// swift-tools-version: 6.1

import PackageDescription

let package = Package(
    name: "basket",
    platforms: [.macOS(.v14)],
    dependencies: [
        // In a package of your own: .package(url: ADDRESS OF EXITGATE, from: "0.1.0").
        .package(path: "../..")
    ],
    targets: [
        .target(name: "Basket"),
        .testTarget(name: "BasketTests", dependencies: ["Basket"]),
    ]
)
