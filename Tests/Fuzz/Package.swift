// swift-tools-version: 6.1
import PackageDescription

// Beside ganeval, not in it: it knows the program from outside alone, and builds in seconds.
let package = Package(
    name: "fuzz", platforms: [.macOS(.v15)],
    targets: [.executableTarget(name: "fuzz", swiftSettings: [.swiftLanguageMode(.v6)])])
