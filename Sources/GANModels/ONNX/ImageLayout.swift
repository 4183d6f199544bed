import GANData

/// The order of axes in which a model gives images.
public enum ImageLayout: String, Sendable, CaseIterable {
    /// `[n, channels, height, width]`.
    case channelsFirst = "nchw"
    /// `[n, height, width, channels]`.
    case channelsLast = "nhwc"

    /// What one sample of an output of `shape` `[n, …]` is, and in which layout.
    ///
    /// A matrix `[n, d]` holds vectors, `[n, h, w]` grey images. Of four axes the one of size 1 or 3 holds the channels;
    /// when both could, `layout` must say. nil when the shape fits nothing.
    static func sample(of shape: [Int], layout: ImageLayout?) -> (shape: SampleShape, layout: ImageLayout)? {
        guard shape.dropFirst().allSatisfy({ $0 > 0 }) else { return nil }
        switch shape.count {
        case 2: return (.vector(shape[1]), .channelsLast)
        case 3: return (.image(height: shape[1], width: shape[2], channels: 1), .channelsLast)
        case 4:
            let first = shape[1] == 1 || shape[1] == 3
            let last = shape[3] == 1 || shape[3] == 3
            switch layout {
            case .channelsFirst where first, nil where first && !last:
                return (.image(height: shape[2], width: shape[3], channels: shape[1]), .channelsFirst)
            case .channelsLast where last, nil where last && !first:
                return (.image(height: shape[1], width: shape[2], channels: shape[3]), .channelsLast)
            default: return nil
            }
        default: return nil
        }
    }

    /// Fills dynamic sizes of an input, negative in `sizes`, with those of samples of `shape`.
    static func complete(_ sizes: inout [Int], shape: SampleShape, layout: ImageLayout?) {
        switch shape {
        case .vector(let width) where sizes.count == 2: if sizes[1] < 0 { sizes[1] = width }
        case .image(let height, let width, let channels) where sizes.count == 4:
            let last = layout == .channelsLast || sizes[3] == channels && sizes[1] != channels
            let known = last ? [1, height, width, channels] : [1, channels, height, width]
            for axis in 1..<4 where sizes[axis] < 0 { sizes[axis] = known[axis] }
        default: break
        }
    }

    /// One sample's values in channels-last order, from `values` in this layout.
    func channelsLast(
        _ values: ArraySlice<Float>, height: Int, width: Int, channels: Int,
        into target: UnsafeMutableBufferPointer<Float>
    ) {
        values.withUnsafeBufferPointer { source in
            if self == .channelsLast || channels == 1 {
                for index in 0..<source.count { target[index] = source[index] }
                return
            }
            let plane = height * width
            for channel in 0..<channels {
                for pixel in 0..<plane { target[pixel * channels + channel] = source[channel * plane + pixel] }
            }
        }
    }

    /// One sample's values in this layout, from `values` in channels-last order.
    func fromChannelsLast(
        _ values: UnsafeBufferPointer<Float>, height: Int, width: Int, channels: Int,
        into target: UnsafeMutableBufferPointer<Float>
    ) {
        if self == .channelsLast || channels == 1 {
            for index in 0..<values.count { target[index] = values[index] }
            return
        }
        let plane = height * width
        for channel in 0..<channels {
            for pixel in 0..<plane { target[channel * plane + pixel] = values[pixel * channels + channel] }
        }
    }
}
