import Foundation
public import GANCheckpoints

/// A training's scalars and sample grids as TensorBoard reads them.
///
/// Records of a length, its checksum, an `Event` message and its checksum, as TensorFlow's `record_writer.h` and `event.proto` describe
/// them. A record is appended whole. Times are the steps in seconds, since a run writes no clock: the same run gives the same bytes.
public struct EventFile {
    private let path: String

    /// Begins a file in `folder`, which is made where it is missing, for steps after `step`; throws `cannotWrite`.
    public init(folder: String, after step: Int) throws(TrainingError) {
        let digits = String(step)
        path =
            folder + "/events.out.tfevents." + String(repeating: "0", count: max(0, 10 - digits.count)) + digits
            + ".ganeval"
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let first = Self.record(Self.message(step: step, field: 3, Array("brain.Event:2".utf8)))
            // By its path: in a working folder deeper than the system can name, a relative URL leads nowhere.
            guard FileManager.default.createFile(atPath: path, contents: Data(first)) else {
                throw TrainingError.cannotWrite(path: path, problem: String(cString: strerror(errno)))
            }
        } catch let error as TrainingError {
            throw error
        } catch {
            throw .cannotWrite(path: path, problem: error.localizedDescription)
        }
    }

    /// Appends the figures of a line of the log.
    public func append(_ point: TrainingPoint) throws(TrainingError) {
        let values: [(String, Double?)] = [
            ("loss/generator", point.generatorLoss), ("loss/discriminator", point.discriminatorLoss),
            ("accuracy/real", point.realAccuracy), ("accuracy/generated", point.generatedAccuracy),
            ("gradient/generator", point.generatorGradient), ("gradient/discriminator", point.discriminatorGradient),
            ("divergence/\(point.divergenceName ?? "")", point.divergence), ("diversity", point.diversity),
            ("reconstruction", point.reconstruction),
            ("accuracy/training", point.trainingAccuracy), ("accuracy/held-out", point.heldOutAccuracy),
        ]
        var summary: [UInt8] = []
        for (tag, value) in values {
            guard let value else { continue }
            var entry = Self.field(1, Array(tag.utf8))
            entry.append(2 << 3 | 5)
            entry += withUnsafeBytes(of: Float(value).bitPattern.littleEndian) { Array($0) }
            summary += Self.field(1, entry)
        }
        try append(Self.message(step: point.step, field: 5, summary))
    }

    /// Appends a picture, a PNG file's bytes, of a step; a file of another kind is left out.
    public func append(png: [UInt8], step: Int) throws(TrainingError) {
        // Width, height and colour type stand at fixed places of the first chunk.
        guard png.count > 26, png.starts(with: [0x89, 0x50, 0x4e, 0x47]) else { return }
        func size(_ place: Int) -> UInt64 { png[place..<place + 4].reduce(0) { $0 << 8 | UInt64($1) } }
        let channels: UInt64 = png[25] == 0 ? 1 : 3
        var image: [UInt8] = [1 << 3] + Self.varint(size(20)) + [2 << 3] + Self.varint(size(16))
        image += [3 << 3] + Self.varint(channels) + Self.field(4, png)
        let entry = Self.field(1, Array("samples".utf8)) + Self.field(4, image)
        try append(Self.message(step: step, field: 5, Self.field(1, entry)))
    }

    private func append(_ message: [UInt8]) throws(TrainingError) {
        do {
            guard let handle = FileHandle(forWritingAtPath: path) else {
                throw TrainingError.cannotWrite(path: path, problem: String(cString: strerror(errno)))
            }
            defer { try? handle.close() }
            try handle.seekToEnd()
            try handle.write(contentsOf: Data(Self.record(message)))
        } catch let error as TrainingError {
            throw error
        } catch {
            throw .cannotWrite(path: path, problem: error.localizedDescription)
        }
    }

    // MARK: Bytes

    /// An `Event`: wall_time (1, double), step (2, int64) and one field of bytes.
    private static func message(step: Int, field number: Int, _ bytes: [UInt8]) -> [UInt8] {
        var message: [UInt8] = [1 << 3 | 1]
        message += withUnsafeBytes(of: Double(step).bitPattern.littleEndian) { Array($0) }
        message += [2 << 3] + varint(UInt64(step))
        return message + field(number, bytes)
    }

    private static func field(_ number: Int, _ bytes: [UInt8]) -> [UInt8] {
        varint(UInt64(number << 3 | 2)) + varint(UInt64(bytes.count)) + bytes
    }

    private static func varint(_ value: UInt64) -> [UInt8] {
        var (rest, bytes) = (value, [UInt8]())
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7f) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    static func record(_ data: [UInt8]) -> [UInt8] {
        func checksum(_ bytes: [UInt8]) -> [UInt8] {
            let sum = checksumCastagnoli(bytes)
            let masked = (sum >> 15 | sum << 17) &+ 0xa282_ead8
            return withUnsafeBytes(of: masked.littleEndian) { Array($0) }
        }
        let length = withUnsafeBytes(of: UInt64(data.count).littleEndian) { Array($0) }
        return length + checksum(length) + data + checksum(data)
    }

    private static let table: [UInt32] = (0..<256).map { entry in
        (0..<8).reduce(UInt32(entry)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0x82f6_3b78 : value >> 1 }
    }

    /// CRC-32C (Castagnoli), which the records use.
    static func checksumCastagnoli(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ $0 >> 8 }
    }
}
