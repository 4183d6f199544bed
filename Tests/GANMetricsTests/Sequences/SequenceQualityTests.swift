import Foundation
import Testing

@testable import GANMetrics

@Suite struct SequenceQualityTests {
    private func symbols(_ lines: [String]) -> [[UInt32]] { lines.map { $0.unicodeScalars.map(\.value) } }

    private func near(_ first: Double, _ second: Double) -> Bool { abs(first - second) < 1e-12 }

    @Test func sharesAreCounted() {
        let quality = SequenceQuality(
            generated: symbols(["ab", "ab", "c", "d"]), training: symbols(["ab", "e"]), isValid: { $0.count == 1 })
        #expect(quality.sequences == 4 && quality.valid?.value == 0.5 && quality.distinct == 0.75)
        #expect(quality.memorized.value == 0.5 && quality.novel.value == 0.5)
        // Wilson's interval of 2 of 4.
        #expect(near(quality.novel.low + quality.novel.high, 1) && abs(quality.novel.low - 0.1500) < 1e-4)
    }

    /// p = (a: 1), q = (a: ½, b: ½): ½ log(1/¾) + ½ (½ log(½/¾) + ½ log(½/¼)).
    @Test func divergencesAgreeWithTheFormula() {
        func divergence(_ first: [String], _ second: [String], _ length: Int) -> Double {
            NGrams.divergence(symbols(first), symbols(second), length: length)
        }
        let expected = 0.5 * log(4.0 / 3) + 0.25 * log(2.0 / 3) + 0.25 * log(2.0)
        #expect(near(divergence(["aa"], ["ab"], 1), expected) && near(divergence(["ab"], ["aa"], 1), expected))
        #expect(divergence(["abc", "x"], ["x", "abc"], 3) == 0)
        #expect(near(divergence(["aa"], ["bb"], 1), log(2)))
        // The ends count: where a line begins is a bigram.
        #expect(divergence(["ab"], ["ba"], 1) == 0 && divergence(["ab"], ["ba"], 2) > 0.3)
        #expect(divergence([""], [""], 3) == 0)
    }

    @Test func selfBLEUAgreesWithHand() {
        func score(_ lines: [String]) -> Double { NGrams.selfBLEU(symbols(lines)) }
        #expect(near(score(["abc", "abc"]), 1) && near(score(["ab", "ab", "ab"]), 1))
        // Nothing shared: 0.1 of 2 symbols and 0.1 of 1 pair.
        #expect(near(score(["ab", "cd"]), (0.05 * 0.1).squareRoot()))
        // "a" is foretold but shorter; of "aa" one symbol of two is.
        #expect(near(score(["a", "aa"]), (exp(-1.0) + (0.5 * 0.1).squareRoot()) / 2))
        #expect(score(["abc"]) == 0 && score(["", ""]).isFinite)
    }
}
