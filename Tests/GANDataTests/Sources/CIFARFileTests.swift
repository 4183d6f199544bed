import GANFiles
import GANNumerics
import Testing

@testable import GANData

@Suite struct CIFARFileTests {
    private func record(label: UInt8, red: UInt8) -> [UInt8] {
        var planes = [UInt8](repeating: red, count: 1024) + [UInt8](repeating: 20, count: 1024)
        planes += (0..<1024).map { UInt8($0 % 251) }
        return [label] + planes
    }

    @Test func readsPlanesAsChannelsLast() throws {
        try withTemporaryFolder { folder in
            try AtomicFile.write(record(label: 9, red: 1) + record(label: 0, red: 2), to: "\(folder)/data_batch_1.bin")
            try AtomicFile.write(record(label: 3, red: 3), to: "\(folder)/data_batch_2.bin")
            try AtomicFile.write(record(label: 4, red: 4), to: "\(folder)/test_batch.bin")
            let training = try SampleSources.open(folder)
            #expect(training.labels == [9, 0, 3] && training.classNames?[9] == "truck")
            #expect(training.shape == .image(height: 32, width: 32, channels: 3))
            #expect(try Array(training.read(rows: 2..<3).scalars[..<9]) == [3, 20, 0, 3, 20, 1, 3, 20, 2])
            #expect(try SampleSources.open("\(folder)/test_batch.bin").labels == [4])
        }
    }

    @Test func refusesCutRecordsAndUnknownClasses() throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/a.bin"
            try AtomicFile.write(Array(record(label: 1, red: 1).dropLast()), to: path)
            #expect(openingError(path) == .unevenRecords(path: path, bytes: 3072, record: 3073))
            try AtomicFile.write(record(label: 1, red: 1) + record(label: 10, red: 1), to: path)
            #expect(openingError(path) == .classOutsideRange(path: path, row: 1, value: 10, classes: 10))
            try AtomicFile.write([], to: path)
            #expect(openingError(path) == .unevenRecords(path: path, bytes: 0, record: 3073))
        }
    }
}
