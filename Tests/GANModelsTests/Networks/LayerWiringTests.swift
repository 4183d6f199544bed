import Testing

@testable import GANModels

@Suite struct LayerWiringTests {
    @Test func aChainReadsWhatComesBefore() throws {
        let wiring = try LayerWiring([.sigmoid, .flatten, .identity])
        #expect(wiring.reads == [[0], [1], [2]] && wiring.lastUses == [[0], [1], [2]])
        #expect(try LayerWiring([]).reads.isEmpty)
    }

    /// Names that nobody uses change nothing.
    @Test func namesLeadToValues() throws {
        let wiring = try LayerWiring([
            .sigmoid.named("a"), .softplus.reading("input").named("b"), .concatenation(of: "a", "input", "b", "a"),
            .flatten.named("end"),
        ])
        #expect(wiring.reads == [[0], [0], [1, 0, 2, 1], [3]])
        #expect(wiring.lastUses == [[], [], [0, 1, 2], [3]])
    }

    private func problem(_ layers: [LayerDescription]) -> LayerWiring.Problem? {
        do {
            _ = try LayerWiring(layers)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        arguments: [
            ([.sigmoid.reading("x")], 0, "input", "it reads \"x\", but no value has that name."),
            (
                [.sigmoid.named("skip"), .addition(of: "input", "skib")], 1, "inputs",
                "it reads \"skib\", but no value has that name. Did you mean 'skip'?"
            ),
            (
                [.sigmoid.reading("a").named("a")], 0, "input",
                "it reads \"a\", the value that it makes itself"
            ),
            (
                [.sigmoid.reading("b"), .sigmoid, .sigmoid.named("b")], 0, "input",
                "it reads \"b\", which layer 2 makes later; layers read what was made before"
            ),
            (
                [.sigmoid.named("a"), .sigmoid.named("a")], 1, "name", "its name, \"a\", is that of layer 0 already"
            ),
            (
                [.sigmoid.named("input")], 0, "name",
                "its name is \"input\", which means the network's own input"
            ),
            ([.sigmoid.named("")], 0, "name", "its name is empty"),
            ([.sigmoid, .softplus, .flatten.reading("input")], 1, nil, "no layer reads the value that it makes"),
            (
                [.sigmoid.named("a"), .softplus.named("b"), .flatten.reading("a")], 1, nil,
                "no layer reads the value that it makes"
            ),
            (
                [.sigmoid.named("a"), .addition(of: "a")], 1, "inputs",
                "Add takes the names of two or more values in inputs, found [\"a\"]"
            ),
        ] as [([LayerDescription], Int, String?, String)])
    func saysWhatCannotBeConnected(layers: [LayerDescription], layer: Int, field: String?, text: String) {
        #expect(problem(layers) == LayerWiring.Problem(layer: layer, field: field, text: text))
    }

    @Test func aLayerOfOneInputReadsOne() {
        var layer = LayerDescription.sigmoid
        layer.inputs = ["input", "input"]
        #expect(problem([layer])?.text.contains("reads one value") == true)
    }

    @Test func thereAreNoEndlessNetworks() {
        let many = [LayerDescription](repeating: .identity, count: LayerWiring.layerLimit + 1)
        #expect(problem(Array(many.dropLast())) == nil)
        #expect(problem(many)?.text.contains("4097 layers") == true)
        var wide = LayerDescription.addition(of: "input", "input")
        wide.inputs = [String](repeating: "input", count: LayerWiring.inputLimit + 1)
        #expect(problem([wide])?.text == "it reads 257 values, expected at most 256")
    }

    @Test func theErrorSaysWhereAndWhatToDo() {
        let description = NetworkDescription(input: [4], layers: [.sigmoid, .identity.reading("x")])
        let error = #expect(throws: ModelError.self) { try description.outputShape() }
        #expect(error == .layersDoNotConnect(layer: 1, problem: "it reads \"x\", but no value has that name."))
        #expect(error?.location == "layer 1" && error?.remedy.contains("inputs") == true)
    }
}
