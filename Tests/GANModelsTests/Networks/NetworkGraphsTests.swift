import Foundation
import GANAutodiff
import GANCheckpoints
import GANFiles
import GANNumerics
import GANONNX
import TestSupport
import Testing

@testable import GANModels

/// Residual, U-shaped and densely connected networks against what PyTorch makes of the same input and weights.
@Suite struct NetworkGraphsTests {
    /// One network of the fixture, channels last.
    struct Case {
        let network: Network
        let input: Tensor
        let output: Tensor
        let inputGradient: Tensor
        /// By parameter, in the field's layout.
        let gradients: [String: Tensor]

        init(_ name: String) throws {
            let file = try SafetensorsFile.read(Fixture.url("layers/graphs.safetensors").path)
            func tensor(_ key: String) throws -> Tensor {
                let tensor = try #require(file.tensors["\(name)/\(key)"]).tensor()
                return tensor.shape.count == 4 ? tensor.permuted([0, 2, 3, 1]) : tensor
            }
            func group(_ prefix: String) -> [String: Tensor] {
                var group: [String: Tensor] = [:]
                for (key, tensor) in file.tensors where key.hasPrefix("\(name)/\(prefix)/") {
                    group[String(key.dropFirst(name.count + prefix.count + 2))] = tensor.tensor()
                }
                return group
            }
            let text = try #require(file.metadata[name])
            let layers = try JSONDecoder().decode([LayerDescription].self, from: Data(text.utf8))
            input = try tensor("input")
            output = try tensor("output")
            inputGradient = try tensor("input gradient")
            gradients = group("gradient")
            network = try Network(
                NetworkDescription(input: Array(input.shape.dropFirst()), layers: layers), tensors: group("state"),
                path: name)
        }
    }

    static let names = ["dense vectors", "residual", "u-shaped"]

    private func difference(_ found: [Float], _ expected: [Float]) -> Float {
        guard found.count == expected.count else { return .infinity }
        let scale = max(1, expected.map(abs).max() ?? 0)
        return (zip(found, expected).map { abs($0 - $1) }.max() ?? 0) / scale
    }

    @Test(arguments: names) func valuesAreThoseOfPyTorch(name: String) throws {
        let sample = try Case(name)
        #expect(try sample.network.description.outputShape() == Array(sample.output.shape.dropFirst()))
        let output = sample.network.evaluate(sample.input.matrix)
        // Float32 sums of up to a hundred products of order one, in another order.
        #expect(difference(output.scalars, sample.output.scalars) < 1e-5)
    }

    /// ∂Σy² at the input and at every weight; those that layers share add up.
    @Test(arguments: names) func gradientsAreThoseOfPyTorch(name: String) throws {
        let sample = try Case(name)
        let weights = sample.network.parameters.map { Variable.parameter($0) }
        let input = Variable.parameter(sample.input)
        let output = sample.network.forward(input, weights: weights, mode: .evaluation).output
        let gradients = Gradient.of(output.squared().sum(), at: [input] + weights).map(\.value)
        #expect(difference(gradients[0].scalars, sample.inputGradient.scalars) < 1e-5)
        var found: [String: [Float]] = [:]
        for ((name, _), gradient) in zip(sample.network.description.parameterShapes, gradients.dropFirst()) {
            let field = gradient.shape.count == 4 ? gradient.permuted([0, 3, 1, 2]) : gradient
            found[name] = found[name].map { zip($0, field.scalars).map { $0 + $1 } } ?? field.scalars
        }
        #expect(found.keys.sorted() == sample.gradients.keys.sorted())
        for (name, gradient) in sample.gradients {
            #expect(difference(try #require(found[name]), gradient.scalars) < 1e-5, "\(name)")
        }
    }

    /// In training mode, where batch statistics are taken, against central differences.
    @Test(arguments: names) func trainingGradientsAreDifferences(name: String) throws {
        let sample = try Case(name)
        func value(_ input: Variable, _ parameters: [Variable]) -> Variable {
            sample.network.forward(input, weights: parameters, mode: .training).output.squared().sum()
        }
        let parameters = sample.network.parameters.map { Variable.parameter($0) }
        let input = Variable.constant(sample.input)
        let gradients = Gradient.of(value(input, parameters), at: parameters).map(\.value.scalars)
        for index in parameters.indices {
            // The largest derivative of each tensor, which rounding disturbs least.
            let scalars = gradients[index]
            let place = try #require(scalars.indices.max { abs(scalars[$0]) < abs(scalars[$1]) })
            func moved(_ step: Float) -> Float {
                var copies = sample.network.parameters
                copies[index].scalars[place] += step
                return value(input, copies.map { .constant($0) }).value.scalar
            }
            let found = (moved(0.002) - moved(-0.002)) / 0.004
            #expect(abs(found - scalars[place]) < 0.05 * max(1, abs(scalars[place])), "parameter \(index)")
        }
    }

    @Test(.enabled(if: GraphRun.isPossible), arguments: names) func graphsOfONNXAnswerAlike(name: String) throws {
        let sample = try Case(name)
        let shape = sample.network.description.input
        let graph = try NetworkGraph.build(
            sample.network,
            description: ONNXModelDescription(role: .discriminator, valueRange: [-1, 1], sampleShape: shape))
        let isImage = shape.count == 3
        let values = isImage ? sample.input.permuted([0, 3, 1, 2]) : sample.input
        let found = try GraphRun.outputs(
            ["logits"], of: graph, input: isImage ? "images" : "points", shape: values.shape, values.scalars)[0]
        let expected = sample.output.shape.count == 4 ? sample.output.permuted([0, 3, 1, 2]) : sample.output
        #expect(difference(found.scalars, expected.scalars) < 1e-5)
    }

    @Test(arguments: names) func theSameBitsForAnyNumberOfThreadsAndCompany(name: String) throws {
        let sample = try Case(name)
        let inputs = SeededGenerator(seed: 2).normalRows(70, columns: sample.input.matrix.columns)
        let alone = withThreads(1) { sample.network.evaluate(inputs) }
        #expect(withThreads(3) { sample.network.evaluate(inputs) } == alone)
        #expect(sample.network.evaluate(inputs.rows(in: 64..<66)) == alone.rows(in: 64..<66))
    }

    @Test(arguments: names) func comesBackFromItsTextAndTensors(name: String) throws {
        let network = try Case(name).network
        let text = try JSONText(encoding: network.description)
        let description = try NetworkDescription(text, path: "c")
        #expect(description == network.description)
        #expect(try JSONText(encoding: description) == text)
        let again = try Network(description, tensors: network.tensors(), path: "c")
        #expect(again.parameters == network.parameters && again.buffers == network.buffers)
    }

    /// x₀ = relu(x), x₁ = 2·x₀ by addition of itself, x₂ = x₁ beside x: worked out by hand, and what a last layer reads.
    @Test func smallGraphsByHand() throws {
        let network = try Network(
            NetworkDescription(
                input: [2],
                layers: [
                    .leakyRectifier(slope: 0).named("positive"), .addition(of: "positive", "positive").named("twice"),
                    .concatenation(of: "twice", "input"), .identity, .sigmoid,
                ]), tensors: [:], path: "x")
        let inputs = Matrix<Float>(rows: 1, columns: 2, scalars: [3, -1])
        #expect(network.evaluate(inputs, until: 4).scalars == [6, 0, 3, -1])
        #expect(network.evaluate(inputs, until: 2).scalars == [6, 0])
    }

    /// Before a layer that reads an earlier value, that value is what comes out.
    @Test func stopsAtTheValueThatALayerReads() throws {
        let network = try Network(
            NetworkDescription(
                input: [1],
                layers: [
                    .softplus.named("a"), .sigmoid.named("b"), .addition(of: "a", "b").named("sum"),
                    .hyperbolicTangent.named("c"), .addition(of: "c", "a").named("d"), .sigmoid.reading("d"),
                ]), tensors: [:], path: "x")
        let input = Matrix<Float>(rows: 1, columns: 1, scalars: [0])
        let a = Float(log(2.0))
        #expect(abs(network.evaluate(input, until: 4).scalars[0] - Float(tanh(log(2.0) + sigmoid(log(2.0))))) < 1e-6)
        #expect(abs(network.evaluate(input, until: 1).scalars[0] - a) < 1e-6)
    }

    private func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
}
