import Foundation
import GANAutodiff
import Testing

@testable import GANModels

@Suite struct LayerDescriptionTests {
    static let everyKind: [LayerDescription] =
        [
            .linear(inputs: 3, outputs: 5, bias: true, key: "a"), .linear(inputs: 3, outputs: 5, bias: false, key: "b"),
            .convolution(.init(inputs: 1, outputs: 4, kernel: 3, stride: 2, padding: 1, bias: true, key: "c")),
            .transposedConvolution(
                .init(inputs: 4, outputs: 1, kernel: 4, stride: 2, padding: 0, bias: false, key: "d")),
            .batchNorm(features: 7, epsilon: 1e-3, key: "e"), .leakyRectifier(slope: 0), .leakyRectifier(slope: 0.2),
            .hyperbolicTangent, .sigmoid, .flatten,
            .transposedConvolution(
                .init(inputs: 4, outputs: 1, kernel: 4, stride: 2, padding: 0, outputPadding: 1, bias: false, key: "f")),
            .batchNorm(features: 7, epsilon: 1e-3, affine: false, key: "g"),
            .instanceNorm(features: 7, epsilon: 1e-3, affine: true, key: "h"),
            .instanceNorm(features: 7, epsilon: 1e-3, affine: false, key: ""), .exponentialLinear(alpha: 0.5),
            .sigmoidLinear, .gaussianErrorLinear(approximate: true), .gaussianErrorLinear(approximate: false),
            .softplus,
            .softmax, .upsample(scale: 2, .nearest), .upsample(scale: 3, .bilinear(aligningCorners: false)),
            .upsample(scale: 3, .bilinear(aligningCorners: true)), .pixelShuffle(factor: 2),
            .averagePool(kernel: 3, stride: 2, padding: 1, countsPadding: false), .globalAveragePool,
            .unflatten(shape: [1, 2, 3]), .unflatten(shape: [6]), .dropout(probability: 0.25), .identity,
            .minibatchDeviation(key: "i"),
            .mish, .hardTangent(low: -8.5, high: 9), .hardTangent(low: 0, high: 6), .scaledExponentialLinear,
            .parametricRectifier(key: "i"), .parametricRectifier(slopes: 4, key: "j"),
            .groupNorm(groups: 2, features: 4, epsilon: 1e-3, key: "k"),
            .groupNorm(groups: 2, features: 4, epsilon: 1e-3, affine: false, key: ""), .pixelNorm(epsilon: 0.125),
        ] + more

    private static let more: [LayerDescription] = {
        var wide = LayerDescription.Convolution(
            inputs: 4, outputs: 6, kernel: Sides(rows: 2, columns: 3), stride: Sides(1), padding: Sides(0), bias: true,
            key: "l")
        wide.keepsSize = true
        wide.edges = .reflect
        wide.groups = 2
        var dilated = LayerDescription.Convolution(
            inputs: 4, outputs: 2, kernel: 2, stride: 2, padding: 1, outputPadding: 1, bias: false, key: "m")
        dilated.dilation = Sides(rows: 2, columns: 1)
        return [
            .convolution(wide), .transposedConvolution(dilated), .continuousExponential(alpha: 0.5), .hardSigmoid,
            .hardSwish, .logSigmoid, .softsign, .gatedLinear, .pixelSoftmax,
            .layerNorm(shape: [4, 4, 4], epsilon: 0.125, key: "n"),
            .layerNorm(shape: [4, 4, 4], epsilon: 0.125, affine: false, bias: false, key: ""),
            .localResponseNorm(size: 2, alpha: 0.5, beta: 0.5, k: 2),
            .padding(top: 1, bottom: 0, left: 2, right: 1, .reflect),
            .padding(top: 1, bottom: 1, left: 1, right: 1, .zeros, value: -1.5),
            .maximumPool(kernel: 2, stride: 1, padding: 1), .pixelUnshuffle(factor: 2),
            .adaptiveAveragePool(rows: 2, columns: 3), .upsample(rows: 3, columns: 6, .bicubic(aligningCorners: true)),
            .embedding(classes: 3, width: 2, key: "o"), .slice(start: 1, count: 2),
        ]
    }()

    @Test func namesAndInputsTellLayersApart() {
        #expect(
            LayerDescription.sigmoid != .sigmoid.named("a")
                && .sigmoid.named("a") == LayerDescription.sigmoid.named("a"))
        #expect(LayerDescription.sigmoid != .sigmoid.reading("a"))
        #expect(LayerDescription.addition(of: "a", "b") != .addition(of: "b", "a"))
        #expect(LayerDescription.addition(of: "a", "b") != .concatenation(of: "a", "b"))
        let all = Self.everyKind + Self.everyKind.map { $0.named("a") }
        #expect(Set(all).count == all.count)
    }

    @Test(arguments: everyKind) func comesBackFromJSON(_ layer: LayerDescription) throws {
        let data = try JSONEncoder().encode(layer)
        #expect(try JSONDecoder().decode(LayerDescription.self, from: data) == layer)
    }

    @Test func readsTheFieldsNamesAndDefaults() throws {
        let json = """
            [{"kind": "BatchNorm1d", "features": 4, "key": "n"}, {"kind": "LeakyReLU"}, {"kind": "ReLU"},
             {"kind": "ConvTranspose2d", "in": 64, "out": 256, "kernel": 7, "stride": 1, "padding": 0, "bias": false,
              "key": "main.0"}]
            """
        let layers = try JSONDecoder().decode([LayerDescription].self, from: Data(json.utf8))
        #expect(
            layers == [
                .batchNorm(features: 4, epsilon: 1e-5, key: "n"), .leakyRectifier(slope: 0.01),
                .leakyRectifier(slope: 0),
                .transposedConvolution(
                    .init(inputs: 64, outputs: 256, kernel: 7, stride: 1, padding: 0, bias: false, key: "main.0")),
            ])
    }

    @Test(arguments: [
        (#"{"kind": "Magic"}"#, "the layer kind Magic is unknown"),
        (#"{"kind": "ConvTransposed2d"}"#, "Did you mean 'ConvTranspose2d'?"),
        (#"{"kind": "Tanh", "slope": 1}"#, "the key slope is unknown; Tanh takes no arguments"),
        (#"{"kind": "LeakyReLU", "slop": 0.2}"#, "Did you mean 'slope'?"),
        (#"{"kind": "Linear", "in": 3, "in_features": 3, "out": 2, "key": "a"}"#, "say the same"),
        (#"{"kind": "Linear", "in": "three", "out": 2, "key": "a"}"#, "in is not a whole number"),
        (#"{"kind": "Linear", "in": 2.5, "out": 2, "key": "a"}"#, "in is 2.5"),
        (#"{"kind": "Upsample", "scale": 2, "mode": "cubic"}"#, "mode is cubic, expected nearest or bilinear"),
        (
            #"{"kind": "ConvTranspose2d", "in": 1, "out": 1, "kernel": 3, "stride": 2, "output_padding": 2, "key": "a"}"#,
            "output_padding is 2, expected less than the stride, 2"
        ),
        (
            #"{"kind": "Conv2d", "in": 1, "out": 1, "kernel": 3, "output_padding": 0, "key": "a"}"#,
            "output_padding is unknown"
        ),
        (#"{"kind": "Unflatten", "shape": [1, 2]}"#, "shape is [1, 2]"),
        (
            #"{"kind": "AdaptiveAvgPool2d", "output_size": [7, 0]}"#,
            "output_size is [7.0, 0.0], expected one number or 2"
        ),
        (#"{"kind": "AvgPool2d", "kernel": 2, "ceil_mode": true}"#, "ceil_mode is true"),
        (#"{"kind": "CELU", "alpha": 0}"#, "expected more than 0"), (#"{"kind": "GLU", "dim": 2}"#, "dim is 2"),
        (#"{"kind": "Upsample", "scale": 2, "size": 4}"#, "say the same"),
        (
            #"{"kind": "Conv2d", "in": 4, "out": 6, "kernel": 1, "groups": 4, "key": "a"}"#,
            "groups is 4, expected a divisor"
        ),
        (
            #"{"kind": "Conv2d", "in": 1, "out": 1, "kernel": 3, "stride": 2, "padding": "same", "key": "a"}"#,
            "needs a stride of 1"
        ),
        (
            #"{"kind": "ConvTranspose2d", "in": 1, "out": 1, "kernel": 3, "padding": "same", "key": "a"}"#,
            "only Conv2d takes"
        ),
        (#"{"kind": "ZeroPad2d", "padding": [1, 2, 3]}"#, "expected one number or 4"),
        (#"{"kind": "Dropout", "p": 1.5}"#, "p is 1.5, expected 0 to 1.0"),
        (#"{"kind": "Linear", "in": 0, "out": 2, "bias": true, "key": "a"}"#, "in is 0"),
        (#"{"kind": "Linear", "in": -3, "out": 2, "bias": true, "key": "a"}"#, "in is -3"),
        (#"{"kind": "Linear", "in": 2, "out": 1048577, "bias": true, "key": "a"}"#, "out is 1048577"),
        (
            #"{"kind": "Conv2d", "in": 1, "out": 1, "kernel": 1, "stride": 0, "padding": 0, "bias": true, "key": "a"}"#,
            "stride is 0"
        ),
        (
            #"{"kind": "Conv2d", "in": 1, "out": 1, "kernel": 1, "stride": 1, "padding": -1, "bias": true, "key": "a"}"#,
            "padding is -1"
        ),
        (#"{"kind": "BatchNorm2d", "features": 4, "eps": -1, "key": "a"}"#, "eps is -1"),
        (#"{"kind": "LeakyReLU", "slope": -0.5}"#, "slope is -0.5"),
    ])
    func refusesWhatCannotBe(json: String, said: String) {
        let error = #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(LayerDescription.self, from: Data(json.utf8))
        }
        #expect(error.map { NetworkDescription.explain($0) }?.contains(said) == true)
    }

    @Test(arguments: [
        #"{"in": 3}"#, #"{"kind": "Linear", "out": 2}"#, #"{"kind": 5}"#,
        #"{"kind": "Linear", "in": 1e30, "out": 2, "bias": true, "key": "a"}"#, "[]", "nonsense",
    ])
    func refusesIncompleteOrOtherDocuments(json: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(LayerDescription.self, from: Data(json.utf8))
        }
    }

    @Test func namesTensorsInTheFieldsLayout() {
        let shapes = Self.everyKind.flatMap { $0.parameterShapes + $0.bufferShapes }
        #expect(
            shapes.map { "\($0.name) \($0.shape)" } == [
                "a.weight [5, 3]", "a.bias [5]", "b.weight [5, 3]", "c.weight [4, 1, 3, 3]", "c.bias [4]",
                "d.weight [4, 1, 4, 4]", "e.weight [7]", "e.bias [7]", "e.running_mean [7]", "e.running_var [7]",
                "f.weight [4, 1, 4, 4]", "g.running_mean [7]", "g.running_var [7]", "h.weight [7]", "h.bias [7]",
                "i.running_mean [1]", "i.running_var [1]",
                "i.weight [1]", "j.weight [4]", "k.weight [4]", "k.bias [4]",
                "l.weight [6, 2, 2, 3]", "l.bias [6]", "m.weight [4, 2, 2, 2]", "n.weight [4, 4, 4]",
                "n.bias [4, 4, 4]", "o.weight [3, 2]",
            ])
    }
}
