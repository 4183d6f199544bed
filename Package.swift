// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// For what makes words and pages, keeps records and holds figures against limits, and for tests that compute little.
///
/// Optimizing these costs minutes of every build and saves no time that can be measured. Never for what computes numbers.
let unoptimized: [SwiftSetting] = strict + [.unsafeFlags(["-Onone"])]

let numerics = Target.Dependency.product(name: "RealModule", package: "swift-numerics")
let collections = Target.Dependency.product(name: "OrderedCollections", package: "swift-collections")

/// A library module: arrows in `depends` point down only.
func module(
    _ name: String, _ depends: [Target.Dependency], exclude: [String] = [], resources: [Resource] = [],
    settings: [SwiftSetting] = strict
) -> Target {
    .target(name: name, dependencies: depends, exclude: exclude, resources: resources, swiftSettings: settings)
}

/// The tests of one module; their folders mirror those of its sources.
func tests(
    of name: String, _ depends: [Target.Dependency] = [], settings: [SwiftSetting] = strict
) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.init(stringLiteral: name), "TestSupport"] + depends,
        swiftSettings: settings)
}

let package = Package(
    name: "ganeval",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "ganeval", targets: ["ganeval"]),
        .library(name: "GANText", targets: ["GANText"]),
        .library(name: "GANNumerics", targets: ["GANNumerics"]),
        .library(name: "GANMetrics", targets: ["GANMetrics"]),
        .library(name: "GANFiles", targets: ["GANFiles"]),
        .library(name: "GANData", targets: ["GANData"]),
        .library(name: "GANGate", targets: ["GANGate"]),
        .library(name: "GANAutodiff", targets: ["GANAutodiff"]),
        .library(name: "GANONNX", targets: ["GANONNX"]),
        .library(name: "GANCheckpoints", targets: ["GANCheckpoints"]),
        .library(name: "GANModels", targets: ["GANModels"]),
        .library(name: "GANCritics", targets: ["GANCritics"]),
        .library(name: "GANTraining", targets: ["GANTraining"]),
        .library(name: "GANAudit", targets: ["GANAudit"]),
        .library(name: "GANSelfTest", targets: ["GANSelfTest"]),
        .library(name: "GANEvaluation", targets: ["GANEvaluation"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
        // None of its traits is used, and two or more reach the compiler in an order that changes from build to build: all of it
        // and what imports it would be compiled again at random.
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0", traits: []),
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
        .target(name: "CJPEG", linkerSettings: [.linkedLibrary("jpeg")]),
        .systemLibrary(
            name: "CWebP", pkgConfig: "libwebp", providers: [.apt(["libwebp-dev"]), .brew(["webp"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        module("GANText", []),
        module("GANNumerics", ["GANText", "CKernels", "COpenBLAS", numerics]),
        module("GANMetrics", ["GANText", "GANNumerics", numerics, collections]),
        module("GANFiles", ["GANText", "GANNumerics", "CZlib", .product(name: "Yams", package: "Yams")]),
        module("GANCheckpoints", ["GANText", "GANNumerics", "GANFiles", collections]),
        module(
            "GANData",
            ["GANText", "GANNumerics", "GANFiles", "GANCheckpoints", "CPNG", "CJPEG", "CWebP", collections]),
        module(
            "GANGate", ["GANText", "GANNumerics", "GANMetrics", "GANFiles", "GANCheckpoints", collections],
            settings: unoptimized),
        module("GANAutodiff", ["GANNumerics", "CKernels", numerics]),
        module(
            "GANONNX",
            [
                "GANText", "GANNumerics", "GANFiles", "CONNXRuntime",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ], exclude: ["onnx.proto"]),
        module(
            "GANModels",
            [
                "GANText", "GANNumerics", "GANFiles", "GANData", "GANCheckpoints", "GANAutodiff", "GANONNX", numerics,
                collections,
            ]),
        module(
            "GANCritics",
            ["GANText", "GANNumerics", "GANMetrics", "GANData", "GANAutodiff", "GANModels"]),
        module(
            "GANTraining",
            ["GANText", "GANNumerics", "GANFiles", "GANData", "GANCheckpoints", "GANAutodiff", "GANModels", numerics]),
        module(
            "GANEvaluation",
            [
                "GANText", "GANNumerics", "GANMetrics", "GANData", "GANCheckpoints", "GANModels", "GANCritics",
                collections,
            ]),
        module(
            "GANAudit",
            [
                "GANText", "GANNumerics", "GANMetrics", "GANData", "GANAutodiff", "GANModels", "GANEvaluation",
                collections,
            ]),
        module(
            "GANSelfTest",
            ["GANText", "GANNumerics", "GANMetrics", "GANData", "GANEvaluation", "GANAudit", collections]),
        module(
            "GANStore",
            [
                "GANText", "GANNumerics", "GANMetrics", "GANFiles", "GANGate", "GANEvaluation", collections,
                .product(name: "GRDB", package: "GRDB.swift"),
            ], settings: unoptimized),
        module(
            "GANReports",
            [
                "GANText", "GANNumerics", "GANMetrics", "GANFiles", "GANData", "GANCheckpoints", "GANGate", "GANONNX",
                "GANModels", "GANEvaluation", "GANAudit", "GANSelfTest", collections,
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            exclude: [
                "audit-schema.md", "compare-schema.md", "gate-schema.md", "report-schema.md", "selftest-schema.md",
                "sequences-schema.md", "series-schema.md",
            ],
            resources: [.embedInCode("Templates")], settings: unoptimized),
        .executableTarget(
            name: "ganeval",
            dependencies: [
                "GANText", "GANNumerics", "GANMetrics", "GANFiles", "GANData", "GANCheckpoints", "GANGate", "GANONNX",
                "GANModels", "GANCritics", "GANTraining", "GANEvaluation", "GANAudit", "GANSelfTest", "GANStore",
                "GANReports", collections,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: unoptimized),
        .target(name: "CTestKernels", dependencies: ["CKernels"], path: "Tests/CTestKernels"),
        .target(
            name: "TestSupport", dependencies: ["CTestKernels", "GANNumerics"], path: "Tests/TestSupport",
            swiftSettings: strict),
        tests(of: "GANText"),
        tests(of: "GANNumerics", ["GANText"]),
        tests(of: "GANMetrics", ["GANNumerics", numerics, collections]),
        tests(of: "GANFiles", ["GANText", "GANNumerics"]),
        tests(of: "GANData", ["GANText", "GANNumerics", "GANFiles"], settings: unoptimized),
        tests(
            of: "GANCheckpoints", ["GANText", "GANNumerics", "GANFiles", collections], settings: unoptimized),
        tests(
            of: "GANGate", ["GANNumerics", "GANMetrics", "GANCheckpoints", collections], settings: unoptimized),
        tests(of: "GANAutodiff", ["GANNumerics"]),
        tests(of: "GANONNX", ["GANText", "GANNumerics", "GANFiles"]),
        tests(
            of: "GANModels",
            ["GANText", "GANNumerics", "GANFiles", "GANData", "GANCheckpoints", "GANAutodiff", "GANONNX", collections],
            settings: unoptimized),
        tests(
            of: "GANCritics", ["GANNumerics", "GANMetrics", "GANData", "GANAutodiff", "GANModels", collections]),
        tests(
            of: "GANTraining", ["GANNumerics", "GANFiles", "GANData", "GANCheckpoints", "GANAutodiff", "GANModels"],
            settings: unoptimized),
        tests(
            of: "GANEvaluation",
            [
                "GANText", "GANNumerics", "GANMetrics", "GANFiles", "GANData", "GANCheckpoints", "GANONNX", "GANModels",
                "GANCritics", "GANTraining",
                collections,
            ], settings: unoptimized),
        tests(
            of: "GANAudit",
            ["GANNumerics", "GANMetrics", "GANData", "GANCheckpoints", "GANEvaluation", "GANModels", collections]),
        tests(
            of: "GANSelfTest",
            ["GANNumerics", "GANMetrics", "GANData", "GANEvaluation", "GANAudit", collections],
            settings: unoptimized),
        tests(
            of: "GANStore",
            [
                "GANText", "GANNumerics", "GANMetrics", "GANGate", "GANEvaluation", collections,
                .product(name: "GRDB", package: "GRDB.swift"),
            ], settings: unoptimized),
        tests(
            of: "GANReports",
            [
                "GANText", "GANNumerics", "GANMetrics", "GANData", "GANCheckpoints", "GANModels", "GANGate",
                "GANEvaluation", "GANAudit", "GANSelfTest", collections,
            ], settings: unoptimized),
        .testTarget(
            name: "CommandLineTests",
            dependencies: [
                "GANNumerics", "GANFiles", "GANData", "GANModels", "GANEvaluation", "GANAudit", "ganeval",
                "TestSupport", collections,
            ], swiftSettings: unoptimized),
    ]
)

// Tests of some modules alone compile in a fraction of the time: GANEVAL_TESTS=GANMetricsTests,GANReportsTests.
if let chosen = Context.environment["GANEVAL_TESTS"], !chosen.isEmpty {
    let names = Set(chosen.split(separator: ",").map(String.init))
    package.targets.removeAll { $0.type == .test && !names.contains($0.name) }
}
