// swift-tools-version: 6.0
// Exitgate
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

let package = Package(
    name: "stock",
    targets: [
        .target(name: "Stock"),
        .testTarget(name: "StockTests", dependencies: ["Stock"]),
    ]
)
