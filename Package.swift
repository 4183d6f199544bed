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
func module(
    _ name: String, _ depends: [Target.Dependency], exclude: [String] = [], resources: [Resource] = []
) -> Target {
    .target(name: name, dependencies: depends, exclude: exclude, resources: resources, swiftSettings: strict)
}

/// The tests of one module; they mirror its sources file for file.
func tests(of name: String, _ depends: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.init(stringLiteral: name), "TestSupport"] + depends,
        swiftSettings: strict)
}

let package = Package(
    name: "ganeval",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "ganeval", targets: ["ganeval"]),
        .library(name: "GANNumerics", targets: ["GANNumerics"]),
        .library(name: "GANMetrics", targets: ["GANMetrics"]),
        .library(name: "GANData", targets: ["GANData"]),
        .library(name: "GANCheckpoints", targets: ["GANCheckpoints"]),
        .library(name: "GANModels", targets: ["GANModels"]),
        .library(name: "GANTraining", targets: ["GANTraining"]),
        .library(name: "GANEvaluation", targets: ["GANEvaluation"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .target(
            name: "COpenBLAS",
            linkerSettings: [.linkedLibrary("openblas"), .linkedLibrary("dl", .when(platforms: [.linux]))]),
        .target(name: "CKernels"),
        .target(name: "CONNXRuntime", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
        .target(name: "CPNG", linkerSettings: [.linkedLibrary("png")]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        module("GANNumerics", ["CKernels", "COpenBLAS", numerics]),
        module("GANMetrics", ["GANNumerics", numerics, collections]),
        module("GANFiles", ["GANNumerics"]),
        module("GANData", ["GANFiles", "GANNumerics", "CPNG", "CZlib"]),
        module("GANCheckpoints", ["GANData", "GANFiles", "GANNumerics", collections]),
        module("GANAutodiff", ["GANNumerics", numerics]),
        module(
            "GANONNX",
            [
                "CONNXRuntime", "GANFiles", "GANNumerics",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ], exclude: ["onnx.proto"]),
        module(
            "GANModels",
            [
                "GANAutodiff", "GANCheckpoints", "GANONNX", "GANData", "GANFiles", "GANNumerics", collections,
                numerics, .product(name: "Yams", package: "Yams"),
            ]),
        module(
            "GANTraining",
            ["GANModels", "GANAutodiff", "GANCheckpoints", "GANData", "GANFiles", "GANNumerics", numerics]),
        module(
            "GANEvaluation",
            ["GANMetrics", "GANModels", "GANTraining", "GANCheckpoints", "GANData", "GANNumerics", collections]),
        module(
            "GANStore",
            [
                "GANEvaluation", "GANMetrics", "GANFiles", "GANNumerics", collections,
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        module(
            "GANReports",
            [
                "GANEvaluation", "GANData", "GANMetrics", "GANFiles", "GANNumerics", collections,
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            exclude: [
                "audit-schema.md", "compare-schema.md", "gate-schema.md", "report-schema.md", "series-schema.md",
            ],
            resources: [.embedInCode("Templates")]),
        .executableTarget(
            name: "ganeval",
            dependencies: [
                "GANReports", "GANStore", "GANEvaluation", "GANMetrics", "GANTraining", "GANModels", "GANONNX",
                "GANCheckpoints", "GANData", "GANFiles", "GANNumerics", collections,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        .target(name: "TestSupport", dependencies: ["GANNumerics"], path: "Tests/TestSupport", swiftSettings: strict),
        tests(of: "GANNumerics"),
        tests(of: "GANMetrics", ["GANNumerics", collections]),
        tests(of: "GANFiles", ["GANNumerics"]),
        tests(of: "GANData", ["GANFiles", "GANNumerics"]),
        tests(of: "GANCheckpoints", ["GANData", "GANFiles", "GANNumerics", collections]),
        tests(of: "GANAutodiff", ["GANNumerics"]),
        tests(of: "GANONNX", ["GANFiles", "GANNumerics"]),
        tests(of: "GANModels", ["GANAutodiff", "GANNumerics", "GANCheckpoints", "GANONNX", "GANData", "GANFiles"]),
        tests(of: "GANTraining", ["GANNumerics", "GANCheckpoints", "GANData", "GANModels"]),
        tests(
            of: "GANEvaluation",
            ["GANCheckpoints", "GANMetrics", "GANModels", "GANTraining", "GANData", "GANNumerics", collections]),
        tests(
            of: "GANStore",
            [
                "GANEvaluation", "GANMetrics", "GANNumerics", collections,
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        tests(of: "GANReports", ["GANEvaluation", "GANData", "GANMetrics", "GANNumerics", collections]),
        .testTarget(
            name: "CommandLineTests",
            dependencies: [
                "ganeval", "GANData", "GANEvaluation", "GANModels", "GANNumerics", "TestSupport", collections,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: strict),
    ]
)
