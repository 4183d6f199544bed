import Foundation
import GANAutodiff
import GANFiles
import GANNumerics
import Testing

@testable import GANModels

/// What every layer must be, whatever it computes: a layer that is half there fails here.
@Suite struct LayerTests {
    /// Every layer of the list, with an input that it takes, one joined of several among them.
    static let samples: [(layer: LayerDescription, inputs: [[Int]])] =
        LayerDescriptionTests.everyKind.map { ($0, [shape(for: $0.layer)]) } + [
            (.addition(of: "a", "b", "c"), [[3, 2, 4], [3, 2, 4], [3, 2, 4]]),
            (.multiplication(of: "a", "b"), [[3, 2, 4], [3, 2, 4]]),
            (.concatenation(of: "a", "b"), [[3, 2, 4], [3, 2, 1]]), (.concatenation(of: "a", "b"), [[3], [2]]),
            (
                .conditionalBatchNorm(features: 4, classes: 2, epsilon: 1e-3, key: "c", of: "a", condition: "b"),
                [[3, 2, 4], [5]]
            ),
        ]

    private static func shape(for layer: any Layer) -> [Int] {
        switch layer {
        case let layer as LinearLayer: return [layer.inputs]
        case let layer as ConvolutionLayer: return [5, 4, layer.arguments.inputs]
        case let layer as TransposedConvolutionLayer: return [5, 4, layer.arguments.inputs]
        case let layer as UnflattenLayer: return [layer.shape.reduce(1, *)]
        case let layer as BatchNormLayer: return [3, 4, layer.features]
        case let layer as InstanceNormLayer: return [3, 4, layer.features]
        case is SoftmaxLayer: return [5]
        case let layer as EmbeddingLayer: return [layer.classes]
        default: return [4, 4, 4]
        }
    }

    private func input(_ shape: [Int], seed: UInt64) -> Tensor {
        // Away from zero, where rectifiers bend.
        var tensor = Tensor(SeededGenerator(seed: seed).normalRows(3, columns: shape.reduce(1, *)))
        for i in tensor.scalars.indices where abs(tensor.scalars[i]) < 0.1 { tensor.scalars[i] += 0.3 }
        return tensor.reshaped([3] + shape)
    }

    private func newPass(_ layer: any Layer, _ mode: Network.Mode) -> LayerPass {
        func drawn(_ shapes: [(name: String, shape: [Int])]) -> [Tensor] {
            shapes.map { name, shape in
                let tensor = DrawnWeights.tensor(name, shape: shape)
                return tensor.shape.count == 4 ? tensor.permuted([0, 2, 3, 1]) : tensor
            }
        }
        return LayerPass(
            mode: mode, weights: drawn(layer.parameterShapes).map { .constant($0) },
            buffers: drawn(layer.bufferShapes))
    }

    @Test func theListIsWhole() {
        let covered = Set(Self.samples.map { ObjectIdentifier(type(of: $0.layer.layer)) })
        for type in LayerDescription.types {
            #expect(covered.contains(ObjectIdentifier(type)), "no sample of \(type)")
            #expect(!type.kinds.isEmpty)
        }
        let kinds = LayerDescription.types.flatMap { $0.kinds.map(\.key) }
        #expect(Set(kinds).count == kinds.count && kinds.sorted() == LayerDescription.kinds)
    }

    @Test func eachLayerWritesTheKeysThatItReads() throws {
        for (layer, _) in Self.samples {
            let text = try JSONText(encoding: layer).text
            let keys = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]).keys
            let own = try #require(type(of: layer.layer).kinds.first { $0.key == layer.kind }).value
            #expect(Set(keys).subtracting(own) == ["kind"], "\(text)")
        }
    }

    @Test func eachLayerTakesWhatItNamesAndMakesWhatItSays() throws {
        for (layer, shapes) in Self.samples {
            let inputs = shapes.enumerated().map { Variable.constant(input($1, seed: UInt64($0))) }
            var pass = newPass(layer.layer, .evaluation)
            let output = layer.layer.forward(inputs, in: &pass)
            #expect(pass.isSpent, "\(layer.kind) left tensors")
            let expected = try layer.layer.outputShape(of: shapes)
            #expect(output.shape == [3] + expected, "\(layer.kind)")
            #expect(layer.layer.scratchSize(of: shapes, output: expected) >= 0)
        }
    }

    /// Gradients at the input, in training mode, against central differences; or the layer says that it only evaluates.
    @Test func eachLayerTrainsOrSaysThatItDoesNot() {
        for (layer, shapes) in Self.samples where !layer.layer.onlyEvaluates {
            let tensors = shapes.enumerated().map { input($1, seed: UInt64($0 + 5)) }
            func value(_ inputs: [Variable]) -> Variable {
                var pass = newPass(layer.layer, .training)
                let output = layer.layer.forward(inputs, in: &pass)
                let weights = SeededGenerator(seed: 8).normalRows(1, columns: output.value.count)
                return (output * .constant(Tensor(shape: output.shape, scalars: weights.scalars))).sum()
            }
            let variables = tensors.map { Variable.parameter($0) }
            let gradients = Gradient.of(value(variables), at: variables).map(\.value.scalars)
            for (index, tensor) in tensors.enumerated() {
                let scale = max(1, gradients[index].map(abs).max() ?? 0)
                for place in stride(from: 0, to: tensor.count, by: 7) {
                    func moved(_ step: Float) -> Float {
                        var copies = tensors
                        copies[index].scalars[place] += step
                        return value(copies.map { .constant($0) }).value.scalar
                    }
                    let difference = (moved(0.01) - moved(-0.01)) / 0.02
                    // Float32 and a step of 0.01 leave errors of about 0.005 of the largest derivative.
                    #expect(abs(difference - gradients[index][place]) < 0.03 * scale, "\(layer.kind), input \(index)")
                }
            }
        }
    }

    @Test func joinedShapesMustFit() throws {
        let sum = AdditionLayer()
        #expect(
            throws: LayerMismatch(found: [2, 2, 1], expected: "[2, 2, 3], the shape of the first value that it adds")
        ) {
            try sum.outputShape(of: [[2, 2, 3], [2, 2, 1]])
        }
        let joined = ConcatenationLayer()
        #expect(try joined.outputShape(of: [[2, 3, 3], [2, 3, 1], [2, 3, 2]]) == [2, 3, 6])
        #expect(throws: LayerMismatch.self) { try joined.outputShape(of: [[2, 2, 3], [2, 3, 3]]) }
        #expect(throws: LayerMismatch(found: [4, 4, 1], expected: "[values], as the first value that it concatenates"))
        {
            try joined.outputShape(of: [[4], [4, 4, 1]])
        }
    }

    /// The form in which checkpoints and documents hold layers, letter for letter.
    @Test func theWrittenFormStays() throws {
        let expected = [
            #"{"bias":true,"in":3,"key":"a","kind":"Linear","out":5}"#,
            #"{"bias":false,"in":3,"key":"b","kind":"Linear","out":5}"#,
            #"{"bias":true,"in":1,"kernel":3,"key":"c","kind":"Conv2d","out":4,"padding":1,"stride":2}"#,
            #"{"bias":false,"in":4,"kernel":4,"key":"d","kind":"ConvTranspose2d","out":1,"padding":0,"stride":2}"#,
            #"{"eps":0.001,"features":7,"key":"e","kind":"BatchNorm2d"}"#, #"{"kind":"ReLU"}"#,
            #"{"kind":"LeakyReLU","slope":0.2}"#, #"{"kind":"Tanh"}"#, #"{"kind":"Sigmoid"}"#, #"{"kind":"Flatten"}"#,
            #"{"bias":false,"in":4,"kernel":4,"key":"f","kind":"ConvTranspose2d","out":1,"output_padding":1,"padding":0,"stride":2}"#,
            #"{"affine":false,"eps":0.001,"features":7,"key":"g","kind":"BatchNorm2d"}"#,
            #"{"affine":true,"eps":0.001,"features":7,"key":"h","kind":"InstanceNorm2d"}"#,
            #"{"eps":0.001,"features":7,"kind":"InstanceNorm2d"}"#, #"{"alpha":0.5,"kind":"ELU"}"#,
            #"{"kind":"SiLU"}"#, #"{"approximate":"tanh","kind":"GELU"}"#, #"{"kind":"GELU"}"#,
            #"{"kind":"Softplus"}"#, #"{"kind":"Softmax"}"#, #"{"kind":"Upsample","scale":2}"#,
            #"{"kind":"Upsample","mode":"bilinear","scale":3}"#,
            #"{"align_corners":true,"kind":"Upsample","mode":"bilinear","scale":3}"#,
            #"{"kind":"PixelShuffle","scale":2}"#,
            #"{"count_include_pad":false,"kernel":3,"kind":"AvgPool2d","padding":1,"stride":2}"#,
            #"{"kind":"AdaptiveAvgPool2d"}"#, #"{"kind":"Unflatten","shape":[1,2,3]}"#,
            #"{"kind":"Unflatten","shape":[6]}"#, #"{"kind":"Dropout","p":0.25}"#, #"{"kind":"Identity"}"#,
            #"{"key":"i","kind":"MinibatchStdDev"}"#,
            #"{"kind":"Mish"}"#, #"{"kind":"Hardtanh","max_val":9,"min_val":-8.5}"#, #"{"kind":"ReLU6"}"#,
            #"{"kind":"SELU"}"#, #"{"key":"i","kind":"PReLU","num_parameters":1}"#,
            #"{"key":"j","kind":"PReLU","num_parameters":4}"#,
            #"{"eps":0.001,"key":"k","kind":"GroupNorm","num_channels":4,"num_groups":2}"#,
            #"{"affine":false,"eps":0.001,"kind":"GroupNorm","num_channels":4,"num_groups":2}"#,
            #"{"eps":0.125,"kind":"PixelNorm"}"#,
            #"{"bias":true,"groups":2,"in":4,"kernel":[2,3],"key":"l","kind":"Conv2d","out":6,"padding":"same","padding_mode":"reflect","stride":1}"#,
            #"{"bias":false,"dilation":[2,1],"in":4,"kernel":2,"key":"m","kind":"ConvTranspose2d","out":2,"output_padding":1,"padding":1,"stride":2}"#,
            #"{"alpha":0.5,"kind":"CELU"}"#, #"{"kind":"Hardsigmoid"}"#, #"{"kind":"Hardswish"}"#,
            #"{"kind":"LogSigmoid"}"#, #"{"kind":"Softsign"}"#, #"{"dim":1,"kind":"GLU"}"#, #"{"kind":"Softmax2d"}"#,
            #"{"eps":0.125,"key":"n","kind":"LayerNorm","shape":[4,4,4]}"#,
            #"{"bias":false,"elementwise_affine":false,"eps":0.125,"kind":"LayerNorm","shape":[4,4,4]}"#,
            #"{"alpha":0.5,"beta":0.5,"k":2,"kind":"LocalResponseNorm","size":2}"#,
            #"{"kind":"ReflectionPad2d","padding":[2,1,1,0]}"#, #"{"kind":"ConstantPad2d","padding":1,"value":-1.5}"#,
            #"{"kernel":2,"kind":"MaxPool2d","padding":1,"stride":1}"#, #"{"kind":"PixelUnshuffle","scale":2}"#,
            #"{"kind":"AdaptiveAvgPool2d","output_size":[2,3]}"#,
            #"{"align_corners":true,"kind":"Upsample","mode":"bicubic","size":[3,6]}"#,
            #"{"classes":3,"key":"o","kind":"Embedding","width":2}"#, #"{"count":2,"kind":"Slice","start":1}"#,
        ]
        #expect(try LayerDescriptionTests.everyKind.map { try JSONText(encoding: $0).text } == expected)
        let graph: [LayerDescription] = [
            .flatten.named("flat"), .sigmoid.reading("input"), .addition(of: "flat", "input"),
            .concatenation(of: "a", "b").named("both"),
        ]
        #expect(
            try graph.map { try JSONText(encoding: $0).text } == [
                #"{"kind":"Flatten","name":"flat"}"#, #"{"input":"input","kind":"Sigmoid"}"#,
                #"{"inputs":["flat","input"],"kind":"Add"}"#,
                #"{"inputs":["a","b"],"kind":"Concat","name":"both"}"#,
            ])
    }
}
