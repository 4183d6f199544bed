import Foundation
import GANCheckpoints
import GANNumerics
import GANText
import TestSupport
import Testing

@testable import GANModels

@Suite struct ArchitectureTests {
    private let document = Fixture.url("checkpoints/architecture.json").path

    private func tensors(_ name: String) throws -> [String: Tensor] {
        try SafetensorsFile.read(Fixture.url("checkpoints/\(name).safetensors").path).tensors.mapValues { $0.tensor() }
    }

    private func resolve(_ choice: String?, _ role: Architecture.Role = .generator) throws -> Architecture {
        try Architecture.resolve(choice: choice, role: role, tensors: tensors(role.rawValue), path: "weights.pth")
    }

    @Test(arguments: Architecture.Role.allCases) func familyAndFileAgree(_ role: Architecture.Role) throws {
        let described = try resolve(document, role)
        #expect(described.origin == "architecture.json" && described.role == role)
        for choice in [nil, "dcgan"] {
            var found = try resolve(choice, role)
            #expect(found.origin == "family dcgan")
            #expect(found.assumed != nil && described.assumed == nil)
            found.origin = described.origin
            found.assumed = nil
            #expect(found == described)
        }
    }

    @Test func saysWhatAChoiceCouldBe() throws {
        for choice in ["dcgen", "none.json", "folder/none"] {
            let error = #expect(throws: ModelError.self) { try resolve(choice) }
            #expect(error?.description.contains(choice) == true)
            #expect(error?.description.contains("Did you mean 'dcgan'?") == (choice == "dcgen"))
        }
        let error = #expect(throws: ModelError.self) {
            try Architecture.resolve(
                choice: nil, role: .generator, tensors: tensors("discriminator"), path: "weights.pth")
        }
        #expect(error?.location == "weights.pth")
        #expect(error?.fact.contains("family dcgan") == true && error?.fact.contains("a discriminator's") == true)
        #expect(error?.remedy.contains("--architecture FILE") == true)
    }

    /// Norms hide the weights' names, and the family sees through them.
    @Test func familiesSeeThroughNorms() throws {
        var tensors = try tensors("generator")
        let weight = try #require(tensors["main.0.weight"])
        tensors["main.0.weight"] = nil
        tensors["main.0.weight_orig"] = weight
        tensors["main.0.weight_u"] = Tensor(shape: [128], repeating: 1)
        tensors["main.0.weight_v"] = Tensor(shape: [weight.count / 128], repeating: 1)
        let found = try Architecture.resolve(choice: nil, role: .generator, tensors: tensors, path: "w")
        #expect(try found == resolve("dcgan"))
        #expect(throws: Never.self) { try Network(found.network, tensors: tensors, path: "w") }
    }

    /// Families that fit by their number of tensors alone.
    private enum OneTensor: ArchitectureFamily {
        static let name = "one tensor"
        static func match(_ shapes: [String: [Int]], role: Architecture.Role) throws(Mismatch) -> Architecture {
            guard shapes.count == 1 else { throw Mismatch(reason: "it has \(shapes.count) tensors, not 1") }
            return architecture(role, NetworkDescription(input: [1], layers: [.identity]), valueRange: .symmetric)
        }
    }

    private enum AnyTensors: ArchitectureFamily {
        static let name = "anything"
        static func match(_ shapes: [String: [Int]], role: Architecture.Role) throws(Mismatch) -> Architecture {
            architecture(role, NetworkDescription(input: [2], layers: [.identity]), valueRange: .symmetric)
        }
    }

    @Test func familiesAreTriedAndAllReasonsAreSaid() throws {
        func found(_ types: [any ArchitectureFamily.Type], _ tensors: [String: Tensor]) throws -> Architecture {
            try Architecture.family(among: types, role: .generator, tensors: tensors, path: "w")
        }
        let one = ["a": Tensor(1)]
        #expect(try found([DCGANFamily.self, OneTensor.self], one).origin == "family one tensor")
        let none = #expect(throws: ModelError.self) {
            try found([DCGANFamily.self, OneTensor.self], ["a": Tensor(1), "b": Tensor(1)])
        }
        #expect(none?.fact.contains("a generator of the family dcgan: it has no weight of four axes") == true)
        #expect(none?.fact.contains("nor a generator of the family one tensor: it has 2 tensors, not 1") == true)
        let several = #expect(throws: ModelError.self) { try found([OneTensor.self, AnyTensors.self], one) }
        #expect(several?.fact.contains("several families, one tensor, anything; name one") == true)
    }

    @Test func residualGeneratorsAreArchitecturesToo() throws {
        let found = try architecture(
            """
            generator:
            - {kind: Linear, in: 4, out: 6, key: a, name: skip}
            - {kind: ReLU}
            - {kind: Linear, in: 6, out: 6, key: b, name: branch}
            - {kind: Add, inputs: [skip, branch]}
            - {kind: Tanh}
            sample_shape: [1, 2, 3]
            """)
        #expect(found.latent?.shape == [4] && found.valueRange == .symmetric)
        #expect(try found.network.outputShape() == [2, 3, 1])
    }

    private func architecture(_ text: String, _ role: Architecture.Role = .generator) throws -> Architecture {
        try Architecture(ArchitectureDocument(text: text, path: "a.yaml"), role: role, path: "a.yaml")
    }

    @Test func fillsInWhatLayersTell() throws {
        let generator = try architecture(
            "generator: [{kind: ConvTranspose2d, in: 8, out: 3, kernel: 4, key: a}, {kind: Sigmoid}]")
        #expect(generator.latent?.shape == [8, 1, 1] && generator.network.input == [1, 1, 8])
        #expect(generator.valueRange == ValueRange(low: 0, high: 1))
        let points = try architecture("generator: [{kind: Linear, in: 8, out: 2, key: a}]")
        #expect(points.latent?.shape == [8] && points.network.input == [8])
        let flat = try architecture(
            "latent: {shape: [8]}\ngenerator: [{kind: ConvTranspose2d, in: 8, out: 3, kernel: 4, key: a}, {kind: Tanh}]"
        )
        #expect(flat.network.input == [1, 1, 8] && flat.valueRange == .symmetric)
        let perceptron = try architecture(
            """
            sample_shape: [3, 4, 5]
            generator: [{kind: Linear, in: 8, out: 60, key: a}, {kind: Tanh}]
            """)
        #expect(try perceptron.network.outputShape() == [4, 5, 3] && perceptron.valueRange == .symmetric)
    }

    @Test func findsTheImagesOfADiscriminator() throws {
        let layers = """
            discriminator:
            - {kind: Conv2d, in: 1, out: 2, kernel: 4, stride: 2, padding: 1, key: a}
            - {kind: Flatten}
            - {kind: Linear, in: 98, out: 1, key: b}
            range: [0, 1]
            """
        // Kernel 4, stride 2 and padding 1 make 7 pixels of 14 and of 15.
        let error = #expect(throws: ModelError.self) { try architecture(layers, .discriminator) }
        #expect(error?.fact == "sample_shape is missing, and images 14 and 15 pixels wide fit the discriminator")
        let stated = try architecture(layers + "\nsample_shape: [1, 15, 14]", .discriminator)
        #expect(stated.network.input == [15, 14, 1] && stated.latent == nil)
        let unique = try architecture(
            layers.replacing("stride: 2, padding: 1", with: "padding: 1")
                .replacing("98", with: "32"), .discriminator)
        #expect(unique.network.input == [5, 5, 1])
        let vector = try architecture("discriminator: [{kind: Linear, in: 2, out: 1, key: a}]", .discriminator)
        #expect(vector.network.input == [2])
    }

    @Test(arguments: [
        ("generator: [{kind: ReLU}]", "latent is missing"),
        ("generator: [{kind: ConvTranspose2d, in: 8, out: 3, kernel: 4, key: a}]", "range is missing"),
        ("discriminator: [{kind: ReLU}]", "it describes no generator"),
    ])
    func saysWhatIsMissing(text: String, said: String) {
        let error = #expect(throws: ModelError.self) { try architecture(text) }
        #expect(error?.fact.contains(said) == true)
    }

    @Test func saysWhatContradictsItself() {
        #expect(throws: ModelError.outputMismatch(path: "a.yaml", found: [4, 4, 3], expected: [5, 5, 3])) {
            try architecture(
                """
                sample_shape: [3, 5, 5]
                generator: [{kind: ConvTranspose2d, in: 8, out: 3, kernel: 4, key: a}, {kind: Tanh}]
                """)
        }
        #expect(throws: ModelError.layersDoNotFit(layer: 0, found: [9], expected: "[8]")) {
            try architecture("latent: {shape: [9]}\ngenerator: [{kind: Linear, in: 8, out: 2, key: a}]")
        }
        #expect(throws: ModelError.self) { try architecture("generator: [{kind: Tanh}]", .discriminator) }
    }
}
