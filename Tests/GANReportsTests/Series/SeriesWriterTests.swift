import Foundation
import TestSupport
import Testing

@testable import GANReports

@Suite struct SeriesWriterTests {
    @Test func writesItsFilesAndNothingElse() throws {
        let folder = try TemporaryFolder()
        let out = folder.file("series")
        for _ in 0..<2 { try SeriesWriter.write(MockSeries.full(), to: URL(fileURLWithPath: out)) }
        let files = try TemporaryFolder.contents(of: out)
        #expect(files.keys.sorted() == SeriesWriter.fileNames.sorted())
        try SeriesWriter.write(MockSeries.full(), to: URL(fileURLWithPath: folder.file("other")))
        #expect(try TemporaryFolder.contents(of: folder.file("other")) == files)
    }
}
