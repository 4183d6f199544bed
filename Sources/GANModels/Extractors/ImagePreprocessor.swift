import GANData
import GANNumerics

/// Turns images of one shape into a network's input, as an `ExtractorDescription.Input` says.
///
/// In order: grey levels, resize, crop, whole grey levels where asked for, channels, (x − subtract) / divide. A grey image is
/// given to a colour network three times; a colour image is never made grey in silence.
struct ImagePreprocessor: Sendable {
    private let input: ExtractorDescription.Input
    private let resizer: ImageResizer
    /// (x − subtract) / divide as x · scale + offset, a pair a channel of the network.
    private let scale: [Float]
    private let offset: [Float]

    /// Throws `unsuitableSamples` for vectors, and for colour images when the network takes grey ones.
    init(_ input: ExtractorDescription.Input, shape: SampleShape, extractor: String) throws(ModelError) {
        guard case .image(let rows, let columns, let channels) = shape else {
            throw .unsuitableSamples(source: "extractor \(extractor)", found: "each a \(shape)", expected: "images")
        }
        guard channels == input.channels.count || channels == 1 else {
            throw .unsuitableSamples(
                source: "extractor \(extractor)", found: "images of \(channels) channels",
                expected: "images of \(input.channels.count), or grey ones")
        }
        self.input = input
        let source = ImageSize(height: rows, width: columns)
        let size = ImageSize(height: input.height, width: input.width)
        let target = input.shorter.map { source.shorterSide($0) } ?? size
        guard let kept = target.centerCrop(size) else {
            throw .unreadableExtractor(path: extractor, problem: "\(target) pixels can't be cropped to \(size)")
        }
        resizer = ImageResizer(from: source, to: target, channels: channels, rule: input.resize, keeping: kept)
        let subtract = Self.spread(input.subtract, channels: input.channels)
        let divide = Self.spread(input.divide, channels: input.channels)
        scale = divide.map { 1 / $0 }
        offset = zip(subtract, divide).map { -$0 / $1 }
    }

    /// One number for each of the network's channels.
    private static func spread(_ values: [Float], channels: ExtractorDescription.Channels) -> [Float] {
        values.count == 1 ? [Float](repeating: values[0], count: channels.count) : values
    }

    /// The number of values that one image becomes.
    var size: Int { input.height * input.width * input.channels.count }

    /// Writes the network's input for one image `[h, w, c]` of grey levels.
    func fill(_ target: UnsafeMutableBufferPointer<Float>, from image: UnsafeBufferPointer<Float>) {
        precondition(target.count == size, "\(target.count) places for \(size) values")
        if resizer.channels == input.channels.count, input.channels != .bgr, !input.round {
            let order: ImageResizer.Order = input.layout == .channelsFirst ? .channelsFirst : .channelsLast
            return resizer.resize(image, into: target, as: order, scale: scale, offset: offset)
        }
        withUnsafeTemporaryAllocation(of: Float.self, capacity: resizer.resultCount) { resized in
            let resized = UnsafeMutableBufferPointer(rebasing: resized[0..<resizer.resultCount])
            resizer.resize(image, into: resized)
            if input.round { Self.round(resized) }
            place(UnsafeBufferPointer(resized), into: target)
        }
    }

    /// To whole grey levels, halves up and clamped, as Pillow does with 8-bit images.
    private static func round(_ values: UnsafeMutableBufferPointer<Float>) {
        for index in values.indices { values[index] = min(255, max(0, (values[index] + 0.5).rounded(.down))) }
    }

    /// Brings pixels with channels last into the network's order of axes and channels.
    private func place(_ pixels: UnsafeBufferPointer<Float>, into target: UnsafeMutableBufferPointer<Float>) {
        let count = input.channels.count
        let plane = input.height * input.width
        for channel in 0..<count {
            let from = resizer.channels == 1 ? 0 : input.channels == .bgr ? count - 1 - channel : channel
            let (scale, offset) = (scale[channel], offset[channel])
            let (start, step) = input.layout == .channelsFirst ? (channel * plane, 1) : (channel, count)
            for pixel in 0..<plane {
                target[start + pixel * step] = pixels[pixel * resizer.channels + from] * scale + offset
            }
        }
    }
}
