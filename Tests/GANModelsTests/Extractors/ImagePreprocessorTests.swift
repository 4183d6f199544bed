import GANData
import Testing

@testable import GANModels

@Suite struct ImagePreprocessorTests {
    private func filled(
        _ input: ExtractorDescription.Input, _ image: [Float], height: Int, width: Int, channels: Int
    ) throws -> [Float] {
        let preprocessor = try ImagePreprocessor(
            input, shape: .image(height: height, width: width, channels: channels), extractor: "e")
        return [Float](unsafeUninitializedCapacity: preprocessor.size) { target, count in
            count = preprocessor.size
            image.withUnsafeBufferPointer {
                preprocessor.fill(UnsafeMutableBufferPointer(rebasing: target[..<count]), from: $0)
            }
        }
    }

    /// 1×2 pixels: (10, 20, 30) and (40, 50, 60).
    private let image: [Float] = [10, 20, 30, 40, 50, 60]

    @Test func layoutChannelOrderAndLevelsAreApplied() throws {
        var input = ExtractorDescription.Input(height: 1, width: 2, resize: .torchBilinear)
        input.subtract = [10]
        input.divide = [10]
        #expect(try filled(input, image, height: 1, width: 2, channels: 3) == [0, 3, 1, 4, 2, 5])
        input.layout = .channelsLast
        #expect(try filled(input, image, height: 1, width: 2, channels: 3) == [0, 1, 2, 3, 4, 5])
        input.channels = .bgr
        #expect(try filled(input, image, height: 1, width: 2, channels: 3) == [2, 1, 0, 5, 4, 3])
        input.subtract = [30, 20, 10]
        input.divide = [1, 2, 3]
        let levels = try filled(input, image, height: 1, width: 2, channels: 3)
        for (found, expected) in zip(levels, [0, 0, 0, 30, 15, 10] as [Float]) { #expect(abs(found - expected) < 1e-5) }
    }

    @Test func aGreyImageIsGivenThreeTimes() throws {
        var input = ExtractorDescription.Input(height: 1, width: 2, resize: .torchBilinear)
        input.divide = [1]
        #expect(try filled(input, [7, 9], height: 1, width: 2, channels: 1) == [7, 9, 7, 9, 7, 9])
    }

    @Test func theMiddleIsCroppedAfterTheShorterSideFits() throws {
        var input = ExtractorDescription.Input(height: 2, width: 2, resize: .torchBilinear)
        input.divide = [1]
        input.shorter = 2
        // 2×6: the shorter side fits already, so the middle two columns remain.
        let wide = (0..<12).map(Float.init)
        var grey = input
        grey.channels = .grey
        #expect(try filled(grey, wide, height: 2, width: 6, channels: 1) == [2, 3, 8, 9])
    }

    @Test func wholeGreyLevelsWhereAskedFor() throws {
        var input = ExtractorDescription.Input(height: 1, width: 1, resize: .torchBilinear)
        input.divide = [1]
        input.channels = .grey
        #expect(try filled(input, [10, 15], height: 1, width: 2, channels: 1) == [12.5])
        input.round = true
        #expect(try filled(input, [10, 15], height: 1, width: 2, channels: 1) == [13])
    }
}
