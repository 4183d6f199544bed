// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "ganeval", path: "../.."),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    ],
    targets: [
        .executableTarget(
            name: "benchmarks",
            dependencies: [
                .product(name: "GANData", package: "ganeval"), .product(name: "GANAudit", package: "ganeval"),
                .product(name: "GANCritics", package: "ganeval"),
                .product(name: "GANEvaluation", package: "ganeval"),
                .product(name: "GANMetrics", package: "ganeval"),
                .product(name: "GANNumerics", package: "ganeval"), .product(name: "GANTraining", package: "ganeval"),
                .product(name: "GANModels", package: "ganeval"), .product(name: "GANCheckpoints", package: "ganeval"),
                .product(name: "OrderedCollections", package: "swift-collections"),
            ],
            swiftSettings: [
                .swiftLanguageMode(.v6),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("MemberImportVisibility"),
            ])
    ]
)
