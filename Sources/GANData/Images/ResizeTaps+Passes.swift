// The two passes of a resize. Loops over contiguous floats, which the compiler makes four or more wide.

extension ResizeTaps {
    /// One output line of `count` values from input lines `stride` apart: offset + scale · Σ weight · line.
    @inline(__always)
    func down(
        _ input: UnsafePointer<Float>, stride: Int, index: Int, to output: UnsafeMutablePointer<Float>, count: Int,
        scale: Float, offset: Float
    ) {
        let first = input + starts[index] * stride
        let (begin, end) = (offsets[index], offsets[index + 1])
        if end - begin == 2 {
            // Every bilinear enlargement; one pass over memory instead of two.
            let (a, b) = (weights[begin] * scale, weights[begin + 1] * scale)
            let second = first + stride
            for i in 0..<count { output[i] = a * first[i] + b * second[i] + offset }
            return
        }
        let weight = weights[begin] * scale
        for i in 0..<count { output[i] = weight * first[i] + offset }
        for term in begin + 1..<max(begin + 1, end) {
            let line = first + (term - begin) * stride
            let weight = weights[term] * scale
            for i in 0..<count { output[i] += weight * line[i] }
        }
    }

    /// One line of pixels, channels side by side, brought to this map's width.
    ///
    /// Output channels lie side by side too, or `plane` values apart.
    @inline(__always)
    func across(
        _ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, channels: Int, plane: Int?
    ) {
        switch channels {
        case 1: acrossPlane(input, output)
        case 3: acrossColours(input, output, plane: plane ?? 1, pixel: plane == nil ? 3 : 1)
        default:
            let (step, pixel) = (plane ?? 1, plane == nil ? channels : 1)
            for channel in 0..<channels {
                for index in 0..<outputs {
                    let first = input + starts[index] * channels + channel
                    var sum: Float = 0
                    for term in offsets[index]..<offsets[index + 1] {
                        sum += weights[term] * first[(term - offsets[index]) * channels]
                    }
                    output[channel * step + index * pixel] = sum
                }
            }
        }
    }

    private func acrossPlane(_ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>) {
        starts.withUnsafeBufferPointer { starts in
            offsets.withUnsafeBufferPointer { offsets in
                weights.withUnsafeBufferPointer { weights in
                    for index in 0..<starts.count {
                        let first = input + starts[index] - offsets[index]
                        var sum: Float = 0
                        for term in offsets[index]..<offsets[index + 1] { sum += weights[term] * first[term] }
                        output[index] = sum
                    }
                }
            }
        }
    }

    private func acrossColours(
        _ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, plane: Int, pixel: Int
    ) {
        starts.withUnsafeBufferPointer { starts in
            offsets.withUnsafeBufferPointer { offsets in
                weights.withUnsafeBufferPointer { weights in
                    for index in 0..<starts.count {
                        let begin = offsets[index]
                        let first = input + 3 * starts[index]
                        var (red, green, blue) = (Float(0), Float(0), Float(0))
                        for term in begin..<offsets[index + 1] {
                            let colour = first + 3 * (term - begin)
                            let weight = weights[term]
                            red += weight * colour[0]
                            green += weight * colour[1]
                            blue += weight * colour[2]
                        }
                        let target = output + index * pixel
                        target[0] = red
                        target[plane] = green
                        target[2 * plane] = blue
                    }
                }
            }
        }
    }
}
