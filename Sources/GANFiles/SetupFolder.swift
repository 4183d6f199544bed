import Foundation

/// The folder `.ganeval` that `./setup` fills in a project's root: libraries and weights that are not built.
package enum SetupFolder {
    static let name = ".ganeval"

    /// The paths under which `entry` ("weights/efficientnet_lite0.pth") may lie, the nearest first.
    ///
    /// Below a `.ganeval` in any folder above the running program. They need not exist.
    package static func candidates(_ entry: String, program: String = programFolder) -> [String] {
        var folder = URL(fileURLWithPath: program)
        var paths: [String] = []
        // A build folder lies a few levels below the root.
        for _ in 0..<7 {
            paths.append(folder.appendingPathComponent(name).appendingPathComponent(entry).path)
            if folder.path == "/" { break }
            folder = folder.deletingLastPathComponent()
        }
        return paths
    }

    /// The folder of the running program, links followed.
    package static var programFolder: String {
        let program =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
            ?? Bundle.main.executablePath ?? CommandLine.arguments.first ?? "."
        return URL(fileURLWithPath: program).deletingLastPathComponent().path
    }
}
