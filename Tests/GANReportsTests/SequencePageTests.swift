import GANEvaluation
import GANMetrics
import Testing

@testable import GANReports

@Suite struct SequencePageTests {
    private let training = (0..<200).map { [UInt32($0 + 100), 98] }

    @Test func memorizedAndRepeatedLinesAreCalledSo() {
        let own = SequenceQuality(generated: Array(training[..<40]) + training[..<40], training: training)
        let real = SequenceQuality(generated: (0..<80).map { [UInt32($0 + 1000)] }, training: training)
        let sentences = SequencePage.sentences(own, real)
        #expect(sentences.contains { $0.contains("They are memorized.") })
        #expect(sentences.contains { $0.contains("repeat themselves") })
        let honest = SequencePage.sentences(real, real)
        #expect(honest.count == 1 && honest[0].hasPrefix("No more lines equal training lines"))
        #expect(SequencePage.sentences(own, nil).map { $0.hasSuffix("of the lines equal training lines.") } == [true])
    }
}
