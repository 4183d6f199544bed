import Foundation
import GANCheckpoints
import TestSupport
import Testing

@testable import GANTraining

@Suite struct EventFileTests {
    /// The check value of CRC-32C in RFC 3720's tables: 32 zero bytes, and the digits 1 to 9.
    @Test func checksumsAreCastagnolis() {
        #expect(EventFile.checksumCastagnoli([UInt8](repeating: 0, count: 32)) == 0x8a91_36aa)
        #expect(EventFile.checksumCastagnoli(Array("123456789".utf8)) == 0xe306_9283)
    }

    @Test func recordsFollowEachOther() throws {
        let folder = try TemporaryFolder()
        let file = try EventFile(folder: folder.file("events"), after: 7)
        try file.append(
            TrainingPoint(
                step: 8, imagesSeen: 80, generatorLoss: 0.5, discriminatorLoss: 1, realAccuracy: 0.25,
                generatedAccuracy: 0.75))
        var png: [UInt8] = [0x89, 0x50, 0x4e, 0x47] + [UInt8](repeating: 0, count: 30)
        (png[19], png[23]) = (6, 4)
        try file.append(png: png, step: 8)
        let bytes = [UInt8](
            try Data(contentsOf: URL(fileURLWithPath: folder.file("events/events.out.tfevents.0000000007.ganeval"))))
        var place = 0
        var messages: [[UInt8]] = []
        while place < bytes.count {
            let length = (0..<8).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
            let message = Array(bytes[place + 12..<place + 12 + length])
            #expect(EventFile.record(message) == Array(bytes[place..<place + 16 + length]))
            messages.append(message)
            place += 16 + length
        }
        #expect(messages.count == 3)
        #expect(String(decoding: messages[0], as: UTF8.self).hasSuffix("brain.Event:2"))
        // The tag, then field 2 as a float32: 0.5.
        let tag = Array("loss/generator".utf8) + [0x15, 0, 0, 0, 0x3f]
        #expect(messages[1].indices.contains { messages[1][$0...].starts(with: tag) })
        // A picture of 4 rows and 6 columns, grey.
        let image: [UInt8] = [8, 4, 16, 6, 24, 1, 34, 34]
        #expect(messages[2].indices.contains { messages[2][$0...].starts(with: image) })
    }
}
