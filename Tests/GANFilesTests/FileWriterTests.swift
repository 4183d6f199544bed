import Foundation
import Testing

@testable import GANFiles

@Suite struct FileWriterTests {
    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "needs /dev/full"))
    func aFullDiskIsNamed() throws {
        let descriptor = open("/dev/full", O_WRONLY)
        defer { close(descriptor) }
        var writer = FileWriter(descriptor: descriptor, path: "run/step.safetensors")
        #expect(throws: FileError.noSpace(path: "run/step.safetensors", reason: "the disk is full")) {
            try writer.append([UInt8](repeating: 1, count: 10))
        }
        #expect(writer.count == 0)
    }
}
