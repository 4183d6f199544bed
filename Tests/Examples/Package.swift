// swift-tools-version: 6.1
import PackageDescription

/// Programs of somebody who uses ganeval's libraries from a package of their own.
func example(_ name: String, _ products: [String]) -> Target {
    .executableTarget(
        name: name, dependencies: products.map { .product(name: $0, package: "ganeval") },
        swiftSettings: [.swiftLanguageMode(.v6)])
}

let libraries = [
    "GANText", "GANNumerics", "GANMetrics", "GANFiles", "GANData", "GANGate", "GANAutodiff", "GANONNX",
    "GANCheckpoints", "GANModels", "GANCritics", "GANTraining", "GANAudit", "GANSelfTest",
    "GANEvaluation",
]

let package = Package(
    name: "examples",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "ganeval", path: "../..")],
    targets: [
        example("measure-features", ["GANData", "GANMetrics", "GANNumerics"]),
        example("sample-a-checkpoint", ["GANModels", "GANNumerics"]),
        example("audit-samples", ["GANAudit", "GANData"]),
        example("gate-a-report", ["GANGate"]),
        // Compiled, not run: the articles' snippets, where Tests/Examples/snippets wrote them.
        .target(
            name: "snippets", dependencies: libraries.map { .product(name: $0, package: "ganeval") },
            swiftSettings: [.swiftLanguageMode(.v6)]),
    ]
)
