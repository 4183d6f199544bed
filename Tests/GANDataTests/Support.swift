import GANData
import GANNumerics
import TestSupport
import Testing

@testable import GANData

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The path of a file under fixtures/data.
func fixture(_ name: String) -> String {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    return "/\(root)/fixtures/data/\(name)"
}

/// Makes an empty folder, hands its path over and removes it with its content afterwards.
func withTemporaryFolder<Value>(_ body: (String) throws -> Value) throws -> Value {
    let folder = try TemporaryFolder()
    return try withExtendedLifetime(folder) { try body(folder.path) }
}

func makeFolder(_ path: String) { mkdir(path, 0o777) }

/// The error of opening a source, or nil when it opens.
func openingError(_ argument: String, labels: String? = nil) -> DataError? {
    do throws(DataError) {
        _ = try SampleSources.open(argument, labels: labels)
        return nil
    } catch { return error }
}

extension UInt32 {
    var bigEndianBytes: [UInt8] {
        [UInt8(self >> 24), UInt8(self >> 16 & 255), UInt8(self >> 8 & 255), UInt8(self & 255)]
    }
}

/// Without the syncing of `AtomicFile`, which thousands of files would wait for.
func overwrite(_ path: String, _ bytes: [UInt8]) throws {
    // Truncating an existing file would make some file systems flush it to disk.
    unlink(path)
    let file = try #require(fopen(path, "w"))
    defer { fclose(file) }
    _ = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
}
