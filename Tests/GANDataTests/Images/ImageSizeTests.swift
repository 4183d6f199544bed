import GANData
import Testing

@Suite struct ImageSizeTests {
    /// The results of torchvision 0.28's `Resize` and `CenterCrop` arithmetic.
    @Test func followsTorchvisionsRounding() {
        func shorter(_ height: Int, _ width: Int, _ length: Int) -> String {
            ImageSize(height: height, width: width).shorterSide(length).description
        }
        #expect(shorter(375, 500, 256) == "256×341")
        #expect(shorter(500, 375, 256) == "341×256")
        #expect(shorter(32, 32, 224) == "224×224")
        #expect(shorter(3, 10, 7) == "7×23")
        func crop(_ height: Int, _ width: Int, _ side: Int) -> ImageRegion? {
            ImageSize(height: height, width: width).centerCrop(ImageSize(height: side, width: side))
        }
        // (341 − 224) / 2 = 58.5 goes to 58, (343 − 224) / 2 = 59.5 to 60.
        #expect(crop(256, 341, 224) == ImageRegion(rows: 16..<240, columns: 58..<282))
        #expect(crop(256, 343, 224)?.columns == 60..<284)
        #expect(crop(224, 224, 224) == ImageRegion(rows: 0..<224, columns: 0..<224))
        #expect(crop(223, 500, 224) == nil && crop(500, 223, 224) == nil)
    }
}
