import Foundation
import GANFiles
import GANNumerics
import TestSupport
import Testing

@testable import GANData

@Suite struct ImageResizerTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var image: String
        var size: ImageSize
        var rule: ResizeRule
        var testDescription: String { "\(image) to \(size) by \(rule.rawValue)" }
        var file: String {
            "images/\(image)_\(size.height)x\(size.width)_\(rule.rawValue.replacing("-", with: "_")).npy"
        }
    }

    static let cases = ["gray", "colour"].flatMap { image in
        [(24, 32), (75, 75), (299, 299)].flatMap { height, width in
            [ResizeRule.pilBilinear, .pilBicubic, .pilLanczos, .torchBilinear, .tf1Bilinear].map {
                Case(image: image, size: ImageSize(height: height, width: width), rule: $0)
            }
        }
    }

    private func load(_ name: String) throws -> (image: Matrix<Float>, size: ImageSize, channels: Int) {
        let path = Fixture.url("images/\(name).png").path
        let (header, values) = try PNGDecoder.decode(FileSystem.bytes(of: path), path: path)
        let floats = [Float](unsafeUninitializedCapacity: values.count) { buffer, count in
            values.convert(0..<values.count, into: UnsafeMutableBufferPointer(rebasing: buffer[0..<values.count]))
            count = values.count
        }
        return (
            Matrix(rows: 1, columns: floats.count, scalars: floats),
            ImageSize(height: header.height, width: header.width), header.channels
        )
    }

    /// Pillow, PyTorch and TensorFlow 1 on the same image, within a thousandth of a grey level.
    @Test(arguments: cases) func agreesWithTheFieldsTools(_ c: Case) throws {
        let (image, size, channels) = try load(c.image)
        let resizer = ImageResizer(from: size, to: c.size, channels: channels, rule: c.rule)
        let planes = resizer.resized(image, as: .channelsFirst)
        let expected = try NPY.read(Fixture.url(c.file).path)
        // Large results keep every 23rd row and column.
        let step = c.size.height == 299 ? 23 : 1
        #expect(expected.shape == [channels, (c.size.height + step - 1) / step, (c.size.width + step - 1) / step])
        let values = expected.floats()
        var furthest: Float = 0
        for (index, value) in values.enumerated() {
            let column = index % expected.shape[2] * step
            let row = index / expected.shape[2] % expected.shape[1] * step
            let plane = index / (expected.shape[1] * expected.shape[2])
            furthest = max(furthest, abs(value - planes[0, (plane * c.size.height + row) * c.size.width + column]))
        }
        #expect(furthest < 1e-3)
        #expect(Set(values).count > 20)
    }

    /// Planes of one image as pixels with channels side by side.
    private func interleaved(_ planes: Matrix<Float>, _ size: ImageSize, _ channels: Int) -> Matrix<Float> {
        let pixels = size.height * size.width
        return Matrix(rows: 1, columns: planes.columns) { target in
            for index in target.indices { target[index] = planes[0, index % channels * pixels + index / channels] }
        }
    }

    private func close(_ a: Matrix<Float>, _ b: Matrix<Float>) -> Bool {
        a.columns == b.columns && zip(a.scalars, b.scalars).allSatisfy { abs($0 - $1) < 1e-3 }
    }

    @Test(arguments: ResizeRule.allCases) func ordersAndRegionsAgree(_ rule: ResizeRule) throws {
        let (image, size, channels) = try load("colour")
        for target in [ImageSize(height: 20, width: 90), ImageSize(height: 100, width: 30)] {
            let resizer = ImageResizer(from: size, to: target, channels: channels, rule: rule)
            let pixels = resizer.resized(image)
            let planes = resizer.resized(image, as: .channelsFirst)
            #expect(close(pixels, interleaved(planes, target, channels)))
            let sourcePlanes = Matrix<Float>(rows: 1, columns: image.columns) { buffer in
                let count = size.height * size.width
                for index in buffer.indices { buffer[index] = image[0, index % count * 3 + index / count] }
            }
            #expect(close(resizer.resized(sourcePlanes, in: .channelsFirst), pixels))

            let region = ImageRegion(rows: 3..<17, columns: 11..<29)
            let part = ImageResizer(from: size, to: target, channels: channels, rule: rule, keeping: region)
            #expect(part.result == ImageSize(height: 14, width: 18))
            let expected = Matrix<Float>(rows: 1, columns: part.resultCount) { buffer in
                for index in buffer.indices {
                    let (pixel, channel) = (index / 3, index % 3)
                    let (row, column) = (3 + pixel / 18, 11 + pixel % 18)
                    buffer[index] = pixels[0, (row * target.width + column) * 3 + channel]
                }
            }
            #expect(close(part.resized(image), expected))
        }
    }

    @Test func scalesAndShiftsEachChannel() throws {
        let (image, size, _) = try load("colour")
        for target in [ImageSize(height: 60, width: 70), ImageSize(height: 10, width: 12)] {
            let resizer = ImageResizer(from: size, to: target, channels: 3, rule: .pilBicubic)
            let (scale, offset) = ([2, 0.5, -1] as [Float], [1, 0, 300] as [Float])
            let plain = resizer.resized(image)
            let changed = resizer.resized(image, scale: scale, offset: offset)
            for index in plain.scalars.indices {
                let expected = plain.scalars[index] * scale[index % 3] + offset[index % 3]
                #expect(abs(changed.scalars[index] - expected) < 1e-3)
            }
            let planes = resizer.resized(image, as: .channelsFirst, scale: scale, offset: offset)
            #expect(close(changed, interleaved(planes, target, 3)))
        }
    }

    @Test func otherNumbersOfChannelsAreResizedAlike() throws {
        let (image, size, _) = try load("gray")
        let target = ImageSize(height: 50, width: 20)
        let one = ImageResizer(from: size, to: target, channels: 1, rule: .pilLanczos).resized(image)
        for channels in [2, 3, 5] {
            let many = Matrix<Float>(rows: 1, columns: image.columns * channels) { buffer in
                for index in buffer.indices { buffer[index] = image[0, index / channels] }
            }
            let resized = ImageResizer(from: size, to: target, channels: channels, rule: .pilLanczos).resized(many)
            for index in resized.scalars.indices {
                #expect(abs(resized.scalars[index] - one.scalars[index / channels]) < 1e-4)
            }
        }
    }

    @Test func bitsDoNotDependOnThreadsOrCompany() throws {
        let images = Matrix<Float>(rows: 9, columns: 32 * 32 * 3) { buffer in
            for index in buffer.indices { buffer[index] = Float(index * 7919 % 256) }
        }
        let resizer = ImageResizer(
            from: ImageSize(height: 32, width: 32), to: ImageSize(height: 75, width: 60), channels: 3,
            rule: .torchBilinear)
        let together = withThreads(1) { resizer.resized(images) }
        #expect(withThreads(4) { resizer.resized(images) } == together)
        #expect(resizer.resized(images.rows(in: 4..<5)) == together.rows(in: 4..<5))
        #expect(resizer.resized(images.rows(in: 0..<0)).rows == 0)
    }
}
