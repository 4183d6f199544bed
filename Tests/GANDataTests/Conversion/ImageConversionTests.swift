import Foundation
import GANFiles
import GANNumerics
import TestSupport
import Testing

@testable import GANData

@Suite struct ImageConversionTests {
    static let pillowRules: [ConversionRule] = [
        .pillowLanczos, .pillowBicubic, .pillowBilinear, .pillowHamming, .pillowBox,
    ]

    private func image(_ name: String) -> String { Fixture.url("images/\(name).png").path }

    private func expected(_ name: String) throws -> [Float] {
        try NPY.read(Fixture.url("images/converted/\(name).npy").path).floats()
    }

    private func converted(_ name: String, _ conversion: ImageConversion) throws -> any SampleSource {
        try SampleSources.open(image(name), reading: SourceReading(conversion: conversion))
    }

    private func values(_ source: any SampleSource) throws -> [Float] {
        try source.read(rows: 0..<source.count).scalars
    }

    /// Pillow's own bytes, none differs.
    @Test(arguments: pillowRules) func resizesToTheBytesOfPillow(rule: ConversionRule) throws {
        let filter = rule.rawValue.dropFirst(4)
        let wide = try converted("colour", ImageConversion(size: ImageSize(height: 20, width: 50), rule: rule))
        #expect(try values(wide) == expected("colour_20x50_\(filter)"))
        #expect(wide.shape == .image(height: 20, width: 50, channels: 3))
        #expect(wide.rule.hasSuffix("; resized to 20×50 by \(rule.rawValue) in 8 bits, no crop, stretched"))
        let tall = try converted("gray", ImageConversion(size: ImageSize(height: 61, width: 17), rule: rule))
        #expect(try values(tall) == expected("gray_61x17_\(filter)"))
        let square = try converted(
            "colour", ImageConversion(size: ImageSize(height: 32, width: 32), rule: rule, crop: .centre))
        #expect(try values(square) == expected("colour_32x32_centre_\(filter)"))
        #expect(square.rule.hasSuffix("centre crop"))
    }

    @Test func coloursBecomeThoseOfPillow() throws {
        let grey = try converted("colour", ImageConversion(colours: .grey))
        #expect(try values(grey) == expected("colour_grey"))
        #expect(grey.shape.imageShape?.channels == 1 && grey.rule.hasSuffix("; as grey"))
        #expect(try values(converted("gray", ImageConversion(colours: .rgb))) == expected("gray_rgb"))
    }

    /// PyTorch's weights with antialiasing are those of Pillow's filter in float32.
    @Test func rulesInFloatAreRoundedOnce() throws {
        let (height, width) = (24, 32)
        let source = try converted(
            "colour",
            ImageConversion(size: ImageSize(height: height, width: width), rule: .torchBilinearAntialias))
        let planes = try NPY.read(Fixture.url("images/colour_24x32_pil_bilinear.npy").path).floats()
        let found = try values(source)
        for (index, value) in found.enumerated() {
            let plane = planes[index % 3 * height * width + index / 3]
            #expect(value == value.rounded() && abs(value - plane) <= 0.502)
        }
        #expect(source.rule.contains("torch-bilinear-antialias in float32, rounded"))
    }

    @Test func whatIsAsAskedForStaysAsItIs() throws {
        let plain = try SampleSources.open(image("colour"))
        let shape = try #require(plain.shape.imageShape)
        let same = try converted(
            "colour",
            ImageConversion(
                size: ImageSize(height: shape.height, width: shape.width), crop: .centre, colours: .rgb))
        #expect(same.rule == plain.rule)
        #expect(try same.contentDigest() == plain.contentDigest())
    }

    @Test func imagesOfSeveralShapesBecomeOne() throws {
        try withTemporaryFolder { folder in
            for (name, side, channels) in [("a", 4, 1), ("b", 6, 3), ("c", 8, 3)] {
                try PNGEncoder.write(
                    pixels: [UInt8](repeating: 60, count: side * side * channels), height: side, width: side,
                    channels: channels, to: "\(folder)/\(name).png")
            }
            #expect(openingError(folder)?.remedy.contains("--resize 4") == true)
            #expect(openingError(folder)?.remedy.contains("--as rgb or --as grey") == true)
            let size = ImageSize(height: 4, width: 4)
            for (colours, channels) in [(ImageConversion.Colours.rgb, 3), (.grey, 1)] {
                let source = try SampleSources.open(
                    folder, reading: SourceReading(conversion: ImageConversion(size: size, colours: colours)))
                #expect(source.shape == .image(height: 4, width: 4, channels: channels))
                #expect(try values(source) == [Float](repeating: 60, count: 3 * 16 * channels))
                #expect(
                    source.rule.hasSuffix("as \(colours.rawValue); resized to 4×4 by pil-lanczos in 8 bits, no crop"))
            }
            // Colours alone leave the sizes apart.
            #expect(throws: DataError.self) {
                try SampleSources.open(
                    folder, reading: SourceReading(conversion: ImageConversion(colours: .rgb)))
            }
        }
    }

    @Test func otherSourcesAreConvertedAsTheyAreRead() throws {
        let conversion = SourceReading(conversion: ImageConversion(size: ImageSize(height: 7, width: 7), colours: .rgb))
        let shapes = try SampleSources.open("builtin:shapes[:9]", reading: conversion)
        #expect(shapes.shape == .image(height: 7, width: 7, channels: 3) && shapes.count == 9)
        #expect(try shapes.read(rows: 2..<5).scalars == Array(values(shapes)[2 * 147..<5 * 147]))
        #expect(try shapes.labels == SampleSources.open("builtin:shapes[:9]").labels)
        #expect(throws: DataError.self) { try SampleSources.open("builtin:ring", reading: conversion) }
    }

    @Test func adviceNamesWhatHelps() {
        let from = ImageShape(height: 2, width: 3, channels: 3)
        let to = ImageShape(height: 2, width: 2, channels: 3)
        #expect(ImageConversion.advice(from: from, to: to).contains("--resize 2 "))
        #expect(!ImageConversion.advice(from: from, to: to).contains("--as"))
        let grey = ImageShape(height: 2, width: 3, channels: 1)
        #expect(ImageConversion.advice(from: from, to: grey).hasPrefix("Add --as rgb or --as grey;"))
    }
}
