import GANCheckpoints
import GANNumerics
import TestSupport
import Testing

@testable import GANModels

@Suite struct DCGANFamilyTests {
    /// How implementations name the layers: convolution i and the normalization behind it.
    struct Naming: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var convolution: @Sendable (Int) -> String
        var norm: @Sendable (Int) -> String
    }

    static let namings = [
        Naming(testDescription: "sequential", convolution: { "main.\(3 * $0)" }, norm: { "main.\(3 * $0 + 1)" }),
        Naming(testDescription: "bare", convolution: { "\(3 * $0)" }, norm: { "\(3 * $0 + 1)" }),
        Naming(testDescription: "conv and bn", convolution: { "conv\($0 + 1)" }, norm: { "bn\($0 + 1)" }),
        Naming(testDescription: "tconv and bn", convolution: { "net.tconv\($0 + 1)" }, norm: { "net.bn\($0 + 1)" }),
        Naming(testDescription: "blocks", convolution: { "layers.\($0).0" }, norm: { "layers.\($0).1" }),
        Naming(testDescription: "numbered blocks", convolution: { "l\($0 + 1).0" }, norm: { "l\($0 + 1).1" }),
        Naming(
            testDescription: "channels in names",
            convolution: { "main.\(["initial", "pyramid", "up", "final"][$0]):convt" },
            norm: { "main.\(["initial", "pyramid", "up", "final"][$0]):batchnorm" }),
    ]

    private func shapes(of description: NetworkDescription) -> [String: [Int]] {
        var shapes: [String: [Int]] = [:]
        for (name, shape) in description.parameterShapes + description.bufferShapes { shapes[name] = shape }
        for name in shapes.keys where name.hasSuffix("running_mean") {
            shapes[name.replacing("running_mean", with: "num_batches_tracked")] = []
        }
        return shapes
    }

    private func generator(
        _ widths: [Int], first: Int, norms: Bool = true, affine: Bool = true, bias: Bool = false,
        naming: Naming = namings[0]
    ) -> NetworkDescription {
        var layers: [LayerDescription] = []
        for index in 0..<widths.count - 1 {
            layers.append(
                .transposedConvolution(
                    .init(
                        inputs: widths[index], outputs: widths[index + 1], kernel: index == 0 ? first : 4,
                        stride: index == 0 ? 1 : 2, padding: index == 0 ? 0 : 1, bias: bias,
                        key: naming.convolution(index))))
            if index == widths.count - 2 {
                layers.append(.hyperbolicTangent)
            } else {
                if norms {
                    layers.append(
                        .batchNorm(features: widths[index + 1], epsilon: 1e-5, affine: affine, key: naming.norm(index)))
                }
                layers.append(.leakyRectifier(slope: 0))
            }
        }
        return NetworkDescription(input: [1, 1, widths[0]], layers: layers)
    }

    private func discriminator(
        _ widths: [Int], last: Int, linear: Bool, naming: Naming = namings[0], bias: Bool = true
    ) -> NetworkDescription {
        var layers: [LayerDescription] = []
        for index in 0..<widths.count - 1 {
            layers.append(
                .convolution(
                    .init(
                        inputs: widths[index], outputs: widths[index + 1], kernel: 4, stride: 2, padding: 1, bias: bias,
                        key: naming.convolution(index))))
            if index > 0 {
                layers.append(.batchNorm(features: widths[index + 1], epsilon: 1e-5, key: naming.norm(index)))
            }
            layers.append(.leakyRectifier(slope: 0.2))
        }
        let count = widths.count - 1
        if linear {
            layers += [
                .flatten,
                .linear(inputs: last * last * widths[count], outputs: 1, bias: bias, key: naming.convolution(count)),
            ]
        } else {
            layers.append(
                .convolution(
                    .init(
                        inputs: widths[count], outputs: 1, kernel: last, stride: 1, padding: 0, bias: bias,
                        key: naming.convolution(count))))
        }
        let side = last << count
        return NetworkDescription(input: [side, side, widths[0]], layers: layers)
    }

    @Test(arguments: namings) func findsGeneratorsUnderAnyNames(_ naming: Naming) throws {
        let expected = generator([100, 64, 32, 16, 3], first: 4, naming: naming)
        let (layers, latent) = try DCGANFamily.generator(shapes(of: expected))
        #expect(layers == expected.layers && latent == 100)
    }

    @Test(arguments: namings.dropLast()) func findsDiscriminatorsUnderAnyNames(_ naming: Naming) throws {
        let expected = discriminator([3, 16, 32, 64], last: 4, linear: false, naming: naming)
        #expect(try DCGANFamily.discriminator(shapes(of: expected)) == expected)
    }

    @Test func findsAnyWidthDepthAndPartsOfLayers() throws {
        for expected in [
            generator([64, 128, 64, 1], first: 7), generator([7, 3, 1], first: 4),
            generator([128] + [64, 64, 64, 64, 64, 64] + [3], first: 4),
            generator([10, 20, 1], first: 7, norms: false, bias: true),
            generator([10, 20, 30, 1], first: 7, affine: false, bias: true),
        ] {
            #expect(try DCGANFamily.generator(shapes(of: expected)).layers == expected.layers)
        }
        for expected in [
            discriminator([1, 32, 64], last: 7, linear: true), discriminator([1, 32, 64], last: 7, linear: false),
            discriminator([3, 8, 8, 8, 8, 8], last: 4, linear: true), discriminator([3, 8], last: 5, linear: true),
            discriminator([1, 8, 4], last: 4, linear: false, bias: false),
        ] {
            #expect(try DCGANFamily.discriminator(shapes(of: expected)) == expected)
        }
    }

    private func reason(_ find: () throws -> Void) -> String {
        do {
            try find()
            return "nothing was wrong"
        } catch {
            return (error as? DCGANFamily.Mismatch)?.reason ?? "\(error)"
        }
    }

    private func generatorReason(change: (inout [String: [Int]]) -> Void) -> String {
        var shapes = shapes(of: generator([100, 64, 32, 3], first: 4))
        change(&shapes)
        return reason { _ = try DCGANFamily.generator(shapes) }
    }

    @Test func saysWhatDoesNotFitAGenerator() {
        #expect(generatorReason { _ in } == "nothing was wrong")
        #expect(generatorReason { $0["main.0.weight"] = [100, 64, 5, 5] }.contains("a kernel of 4 or 7 was expected"))
        #expect(generatorReason { $0["main.3.weight"] = [64, 32, 3, 3] }.contains("a kernel of 4 was expected"))
        #expect(generatorReason { $0["main.3.weight"] = [64, 32, 4, 5] }.contains("no square convolution"))
        #expect(generatorReason { $0["main.6.weight"] = [32, 2, 4, 4] }.contains("has 2 channels, not 1 or 3"))
        #expect(
            generatorReason { $0["main.3.weight"] = [60, 32, 4, 4] }.contains("does not take the 64 channels of main.0")
        )
        #expect(generatorReason { $0["main.9.weight"] = [5, 3] }.contains("main.9 is a linear layer"))
        #expect(generatorReason { $0["main.1.weight"] = [63] }.contains("no batch normalization"))
        #expect(generatorReason { $0["main.1.running_var"] = nil }.contains("not a layer that the family has"))
        #expect(generatorReason { $0["main.2.weight"] = [64] }.contains("no square convolution"))
        #expect(generatorReason { $0["main.0.weight"] = [1 << 40, 64, 4, 4] }.contains("no square convolution"))
        #expect(generatorReason { $0 = [:] }.contains("no convolution"))
        #expect(
            generatorReason { $0 = shapes(of: discriminator([3, 16, 32], last: 4, linear: false)) }
                .contains("fit together as a discriminator's"))
        #expect(
            generatorReason {
                $0 = ["x.weight": [16, 3, 4, 4], "y.weight": [32, 16, 4, 4], "w.weight": [1, 32, 4, 4]]
            }.contains("a single latent value"))
        #expect(generatorReason { $0["main.3.bias"] = [64] }.contains("don't belong together"))
    }

    @Test func saysWhatDoesNotFitADiscriminator() {
        func said(_ change: (inout [String: [Int]]) -> Void) -> String {
            var shapes = shapes(of: discriminator([3, 16, 32], last: 4, linear: true))
            change(&shapes)
            return reason { _ = try DCGANFamily.discriminator(shapes) }
        }
        #expect(said { _ in } == "nothing was wrong")
        #expect(said { $0["main.6.weight"] = [1, 500] }.contains("[1, 32 · a square] was expected"))
        #expect(said { $0["main.6.weight"] = [10, 512] }.contains("[1, 32 · a square] was expected"))
        #expect(said { $0["main.0.weight"] = [16, 4, 4, 4] }.contains("takes 4 channels, not 1 or 3"))
        #expect(said { $0["main.3.weight"] = [32, 16, 3, 3] }.contains("a kernel of 4 was expected"))
        let twoOutputs = said {
            $0["main.6.weight"] = [2, 32, 4, 4]
            $0["main.6.bias"] = [2]
        }
        #expect(twoOutputs.contains("one output and a kernel of 4 or 7"))
        #expect(said { $0["main.9.weight"] = [1, 1] }.contains("main.9 follows the linear layer main.6"))
        #expect(
            said { $0 = shapes(of: generator([100, 64, 3], first: 4)) }.contains("fit together as a generator's"))
    }

    /// More layers than an image could be halved: the size must not overflow.
    @Test func refusesEndlessNetworks() {
        let deep = discriminator([3] + [Int](repeating: 2, count: 20), last: 4, linear: true)
        #expect(reason { _ = try DCGANFamily.discriminator(shapes(of: deep)) }.contains("1 to 14 were expected"))
    }
}
