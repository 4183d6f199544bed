import GANCheckpoints
import OrderedCollections
import Testing

@testable import GANModels

/// The export line names what this model takes.
@Suite struct ExportLineTests {
    private func line(
        _ tensors: OrderedDictionary<String, [Int]>, _ attributes: OrderedDictionary<String, WeightAttribute> = [:],
        role: Architecture.Role = .generator
    ) -> String {
        var shapes: [String: [Int]] = [:]
        for (name, shape) in tensors { shapes[name] = shape }
        return ExportLine.of(
            GraphNames(shapes: shapes, order: Array(tensors.keys)), attributes: attributes, role: role)
    }

    @Test func theLatentVectorIsThatOfTheFirstLayer() {
        let linear = line(["fc.weight": [2048, 128], "block.weight": [64, 128, 3, 3]])
        #expect(linear.contains("torch.randn(1, 128), \"g.onnx\"") && linear.contains("fc.weight [2048, 128]"))
        #expect(line(["main.0.weight": [100, 512, 4, 4]]).contains("torch.randn(1, 100, 1, 1)"))
        let image = line(["enc.0.weight": [64, 3, 7, 7]])
        #expect(image.contains("torch.zeros(1, 3, 256, 256)") && image.contains("--inputs SOURCE"))
    }

    @Test func labelsGoInBesideIt() {
        let embedded = line(["label_embed.weight": [10, 32], "fc.weight": [64, 96]])
        #expect(embedded.contains("(torch.randn(1, 96), torch.zeros(1, dtype=torch.long))"))
        #expect(embedded.contains("input_names=[\"z\", \"label\"]") && embedded.contains("--classes 10"))
        let told = line(["a.weight": [4, 4]], ["z_dim": .integer(512), "c_dim": .integer(5)])
        #expect(told.contains("(torch.randn(1, 512), torch.eye(5)[:1])") && told.contains("attribute z_dim"))
    }

    @Test func aDiscriminatorTakesImages() {
        #expect(line(["c.weight": [64, 1, 4, 4]], role: .discriminator).contains("torch.zeros(1, 1, height, width)"))
    }
}
