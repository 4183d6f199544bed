import Foundation
import GANNumerics
import OrderedCollections

/// What the numbers were made on.
enum MachineDescription {
    static func current() -> OrderedDictionary<String, String> {
        [
            "processor": processor, "threads": "\(Parallel.threadCount)",
            "OpenBLAS kernel": OpenBLAS.setup.kernel + (OpenBLAS.setup.exchanged ? " (exchanged)" : ""),
            "system": system,
        ]
    }

    static let processor: String = {
        let text =
            FileManager.default.contents(atPath: "/proc/cpuinfo").map { String(decoding: $0, as: UTF8.self) } ?? ""
        for line in text.split(separator: "\n") where line.hasPrefix("model name") {
            if let name = line.split(separator: ":").last { return name.trimmingCharacters(in: .whitespaces) }
        }
        return "unknown"
    }()

    static let system: String = {
        let text =
            FileManager.default.contents(atPath: "/etc/os-release").map { String(decoding: $0, as: UTF8.self) } ?? ""
        for line in text.split(separator: "\n") where line.hasPrefix("PRETTY_NAME=") {
            return line.dropFirst("PRETTY_NAME=".count).trimmingCharacters(in: CharacterSet(charactersIn: "\""))
        }
        return ProcessInfo.processInfo.operatingSystemVersionString
    }()
}
