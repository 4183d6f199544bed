// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let numerics = Target.Dependency.product(name: "RealModule", package: "swift-numerics")
let collections = Target.Dependency.product(name: "OrderedCollections", package: "swift-collections")

/// A library module: arrows in `depends` point down only.
func module(_ name: String, _ depends: [Target.Dependency], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: depends, resources: resources, swiftSettings: strict)
}

/// The tests of one module; they mirror its sources file for file.
func tests(of name: String, _ depends: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.init(stringLiteral: name), "TestSupport"] + depends,
        swiftSettings: strict)
}

let package = Package(
    name: "ganeval",
    platforms: [.macOS(.v14)],
    products: [
        .executable(name: "ganeval", targets: ["ganeval"]),
        .library(name: "GANNumerics", targets: ["GANNumerics"]),
        .library(name: "GANMetrics", targets: ["GANMetrics"]),
        .library(name: "GANTraining", targets: ["GANTraining"]),
        .library(name: "GANEvaluation", targets: ["GANEvaluation"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    ],
    targets: [
        .target(name: "COpenBLAS", linkerSettings: [.linkedLibrary("openblas"), .linkedLibrary("dl", .when(platforms: [.linux]))]),
        .target(name: "CPNG", linkerSettings: [.linkedLibrary("png")]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        module("GANNumerics", ["COpenBLAS", numerics]),
        module("GANMetrics", ["GANNumerics", collections]),
        module("GANData", ["GANNumerics", "CPNG", "CZlib"]),
        module("GANCheckpoints", ["GANNumerics"]),
        module("GANAutodiff", ["GANNumerics", numerics]),
        module("GANModels", ["GANAutodiff", "GANCheckpoints", "GANData", "GANNumerics"]),
        module("GANTraining", ["GANModels", "GANAutodiff", "GANCheckpoints", "GANData", "GANNumerics", numerics]),
        module("GANEvaluation", ["GANMetrics", "GANModels", "GANTraining", "GANCheckpoints", "GANData", "GANNumerics", collections]),
        module("GANStore", ["GANEvaluation", .product(name: "GRDB", package: "GRDB.swift")]),
        module(
            "GANReports", ["GANEvaluation", "GANData", .product(name: "Mustache", package: "swift-mustache")],
            resources: [.embedInCode("Templates")]),
        .executableTarget(
            name: "ganeval",
            dependencies: [
                "GANReports", "GANStore", "GANEvaluation", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        .target(name: "TestSupport", dependencies: ["GANNumerics"], path: "Tests/TestSupport", swiftSettings: strict),
        tests(of: "GANNumerics"),
        tests(of: "GANMetrics"),
        tests(of: "GANData"),
        tests(of: "GANCheckpoints"),
        tests(of: "GANAutodiff"),
        tests(of: "GANModels"),
        tests(of: "GANTraining"),
        tests(of: "GANEvaluation"),
        tests(of: "GANStore"),
        tests(of: "GANReports"),
        .testTarget(name: "CommandLineTests", dependencies: ["ganeval", "TestSupport"], swiftSettings: strict),
    ]
)
