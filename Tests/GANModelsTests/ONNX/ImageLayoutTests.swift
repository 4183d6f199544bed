import GANData
import Testing

@testable import GANModels

@Suite struct ImageLayoutTests {
    @Test func theAxisOfOneOrThreeHoldsTheChannels() throws {
        let first = try #require(ImageLayout.sample(of: [2, 3, 8, 6], layout: nil))
        #expect(first.shape == .image(height: 8, width: 6, channels: 3))
        #expect(first.layout == .channelsFirst)
        let last = try #require(ImageLayout.sample(of: [2, 8, 6, 1], layout: nil))
        #expect(last.shape == .image(height: 8, width: 6, channels: 1))
        #expect(last.layout == .channelsLast)
        #expect(ImageLayout.sample(of: [2, 5], layout: nil)?.shape == .vector(5))
        #expect(ImageLayout.sample(of: [2, 5, 4], layout: nil)?.shape == .image(height: 5, width: 4, channels: 1))
    }

    @Test func anAmbiguousShapeNeedsALayout() {
        #expect(ImageLayout.sample(of: [2, 3, 8, 3], layout: nil) == nil)
        #expect(
            ImageLayout.sample(of: [2, 3, 8, 3], layout: .channelsLast)?.shape
                == .image(height: 3, width: 8, channels: 3))
        #expect(ImageLayout.sample(of: [2, 4, 8, 8], layout: nil) == nil)
        #expect(ImageLayout.sample(of: [2, 3, 0, 8], layout: nil) == nil)
        #expect(ImageLayout.sample(of: [3], layout: nil) == nil)
    }

    @Test(arguments: ImageLayout.allCases) func valuesMoveThereAndBack(layout: ImageLayout) {
        let image = (0..<24).map(Float.init)
        let moved = [Float](unsafeUninitializedCapacity: 24) { target, count in
            image.withUnsafeBufferPointer {
                layout.fromChannelsLast($0, height: 2, width: 4, channels: 3, into: target)
            }
            count = 24
        }
        // Channel 1 of the second pixel, channels last at 4.
        #expect(moved[layout == .channelsFirst ? 9 : 4] == 4)
        let back = [Float](unsafeUninitializedCapacity: 24) { target, count in
            layout.channelsLast(moved[...], height: 2, width: 4, channels: 3, into: target)
            count = 24
        }
        #expect(back == image)
    }
}
