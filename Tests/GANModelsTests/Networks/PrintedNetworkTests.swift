import Foundation
import GANData
import GANFiles
import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANModels

/// Descriptions that people have: what PyTorch prints, keys as the file has them or without what all begin with.
@Suite struct PrintedNetworkTests {
    /// Largest distance from PyTorch's images, in grey levels beyond rounding; samples of one channel.
    private func distance(_ file: String, _ architecture: String?, _ folder: String) throws -> Float {
        let base = Fixture.url("foreign/\(folder)").path
        let options = ModelOptions(architecture: architecture.map { "\(base)/\($0)" })
        let generator = try ModelFile.open("\(base)/\(file)").generator(options).generator
        let z = try NPY.read("\(base)/z.npy")
        let latents = Matrix<Float>(rows: z.shape[0], columns: z.shape.dropFirst().reduce(1, *), scalars: z.floats())
        let found = try generator.generate(latents: latents, firstSample: 0, seed: 1).scalars
        let truth = try NPY.read("\(base)/expected.npy").floats()
        try #require(found.count == truth.count)
        // Points stay as they are; images are grey levels.
        let isImage: Bool
        if case .image = generator.sampleShape { isImage = true } else { isImage = false }
        return zip(found, truth).map { abs($0 - (isImage ? ($1 + 1) * 127.5 : $1)) }.max() ?? .infinity
    }

    @Test(arguments: ["arch-full.yaml", "arch-stripped.yaml"]) func keysMayHaveTheirBeginning(name: String) throws {
        #expect(try distance("generator.pth", name, "pytorch-gan-mlp") <= 0.51)
    }

    @Test(arguments: ["arch-full.yaml", "arch-gen.yaml", "arch-bare.yaml"])
    func keysMayBeAnyOfAFiles(name: String) throws {
        #expect(try distance("epoch=0-step=64.ckpt", name, "lightning-dcgan") <= 0.51)
    }

    @Test func thePrintedTextIsADescription() throws {
        #expect(try distance("generator.pth", "print.txt", "pytorch-gan-mlp") < 1e-5)
    }

    /// A whole module of PyTorch's layers brings its architecture; what its own class does is said to be assumed.
    @Test func aWholeModuleNeedsNoDescription() throws {
        #expect(try distance("whole-module.pt", nil, "file-kinds") <= 0.51)
        let path = Fixture.url("foreign/file-kinds/whole-module.pt").path
        let loaded = try ModelFile.open(path).generator()
        #expect(loaded.facts["architecture"] == "the file's own modules")
        #expect(loaded.facts["assumed"]?.contains("layers run in the order in which Generator names them") == true)
    }

    @Test func parametrizedLayersAndViewsAreUnderstood() throws {
        let text = """
            Generator(
              (l1): Sequential(
                (0): Linear(in_features=8, out_features=64, bias=True)
              )
              (conv): Sequential(
                (0): BatchNorm2d(4, eps=0.8, momentum=0.1, affine=True, track_running_stats=True)
                (1): Upsample(scale_factor=2.0, mode='nearest')
                (2): ParametrizedConv2d(
                  4, 3, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1)
                  (parametrizations): ModuleDict(
                    (weight): ParametrizationList(
                      (0): _SpectralNorm()
                    )
                  )
                )
                (3): Dropout2d(p=0.25, inplace=False)
                (4): Tanh()
              )
            )
            """
        let document = try ArchitectureDocument(printed: text, role: .generator, path: "print.txt")
        let found = try Architecture(document, role: .generator, path: "print.txt")
        #expect(try found.network.outputShape() == [8, 8, 3] && found.latent?.shape == [8])
        #expect(
            found.network.layers.map(\.kind) == ["Linear", "Unflatten", "BatchNorm2d", "Upsample", "Conv2d", "Tanh"])
        #expect(
            found.assumed == "layers run in the order in which they are printed, a view as [4, 4, 4] before conv.0")
        #expect(found.network.parameterShapes.map(\.name).contains("conv.2.weight"))
    }

    /// Arguments as PyTorch prints them, those that stand without a name among them.
    @Test func everyPrintedArgumentIsUnderstood() throws {
        let text = """
            Sequential(
              (0): ReflectionPad2d((1, 2, 3, 0))
              (1): Conv2d(2, 8, kernel_size=(4, 3), stride=(1, 1), padding=same, groups=2)
              (2): SyncBatchNorm(8, eps=1e-05, momentum=0.1, affine=True, bias=True, track_running_stats=True)
              (3): CELU(alpha=0.5)
              (4): RReLU(lower=0.125, upper=0.3333333333333333)
              (5): Conv2d(8, 8, kernel_size=(3, 3), stride=(1, 1), padding=(2, 2), dilation=(2, 2), padding_mode=reflect)
              (6): LocalResponseNorm(2, alpha=0.0001, beta=0.75, k=1.0)
              (7): GLU(dim=1)
              (8): Softmax(dim=1)
              (9): Softmax2d()
              (10): MaxPool2d(kernel_size=2, stride=2, padding=0, dilation=1, ceil_mode=False)
              (11): UpsamplingNearest2d(scale_factor=2.0, mode='nearest')
              (12): UpsamplingBilinear2d(size=(8, 8), mode='bilinear')
              (13): Upsample(size=(8, 4), mode='bicubic')
              (14): LayerNorm((4, 8, 4), eps=1e-05, elementwise_affine=True, bias=True)
              (15): ConstantPad2d(padding=(0, 1, 2, 0), value=-1.5)
              (16): PixelUnshuffle(downscale_factor=1)
              (17): AdaptiveAvgPool2d(output_size=(2, 4))
              (18): AlphaDropout(p=0.5, inplace=False)
              (19): Hardswish()
              (20): LogSigmoid()
              (21): Softsign()
              (22): ConvTranspose2d(4, 6, kernel_size=(2, 5), stride=(2, 1), padding=(1, 2), output_padding=(1, 0), groups=2)
              (23): CircularPad2d((1, 1, 1, 1))
              (24): ZeroPad2d((1, 1, 1, 1))
              (25): ReplicationPad2d((1, 1, 1, 1))
              (26): Hardsigmoid()
              (27): Tanh()
            )
            """
        let document = try ArchitectureDocument(printed: text, role: .generator, path: "print.txt")
        let layers = try #require(document.generator)
        let network = NetworkDescription(input: [8, 6, 2], layers: layers)
        let shapes = try network.outputShapes()
        #expect(shapes[0] == [11, 9, 2] && shapes[1] == [11, 9, 8] && shapes.last == [9, 10, 6])
        #expect(network.parameterShapes.first { $0.name == "1.weight" }?.shape == [8, 1, 4, 3])
        #expect(layers[4] == .leakyRectifier(slope: 11.0 / 48))
    }

    @Test(arguments: [
        ("G(\n  (0): Linear(in_features=8, out_features=2)\n", "not closed"), ("G(\n)\n", "holds no layers"),
        ("G(\n  (0): 3 x Block()\n)\n", "several layers"), ("G(\n  nonsense\n)\n", "no layer as PyTorch prints it"),
        ("G(\n  (0): Embedding(5, 5)\n)\n", "holds an Embedding"), (")", "neither generator nor discriminator"),
    ])
    func whatIsNotUnderstoodIsNamed(text: String, said: String) {
        let error = #expect(throws: ModelError.self) {
            if PrintedNetwork.isPrinted(text) {
                _ = try ArchitectureDocument(printed: text, role: .generator, path: "f")
            } else {
                _ = try ArchitectureDocument(text: "latent: {shape: [1]}", path: "f")
            }
        }
        #expect(error?.fact.contains(said) == true, "\(String(describing: error))")
    }

    @Test func tensorsCanBeIgnoredByAPattern() {
        #expect(
            TensorNames.fits("main.0.filter", "*.filter") && TensorNames.fits("a", "*")
                && TensorNames.fits("ab", "a*b*"))
        #expect(
            !TensorNames.fits("main.0.filters", "*.filter") && !TensorNames.fits("", "a") && TensorNames.fits("", "*"))
    }

    /// The guide's page: its examples are descriptions, and it names every layer.
    @Test func theGuidesExamplesHold() throws {
        let url = Fixture.url("../Sources/ganeval/Guide.docc/Architectures.md")
        let text = try String(contentsOf: url, encoding: .utf8)
        var blocks: [(language: String, text: String)] = []
        for piece in text.components(separatedBy: "\n```").dropFirst() {
            let lines = piece.split(separator: "\n", omittingEmptySubsequences: false)
            guard let language = lines.first, !language.isEmpty else { continue }
            blocks.append((String(language), lines.dropFirst().joined(separator: "\n")))
        }
        let printed = blocks.filter { $0.language == "text" }, documents = blocks.filter { $0.language == "yaml" }
        #expect(printed.count == 1 && documents.count == 4)
        for block in printed + documents {
            let document =
                block.language == "text"
                ? try ArchitectureDocument(printed: block.text, role: .generator, path: "guide")
                : try ArchitectureDocument(text: block.text, path: "guide")
            let outline = try Architecture(document, role: .generator, path: "guide").outline()
            #expect(outline.count > 3)
        }
        for kind in LayerDescription.kinds { #expect(text.contains("`\(kind)`"), "\(kind)") }
    }
}
