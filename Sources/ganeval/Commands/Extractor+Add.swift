import ArgumentParser
import GANModels

extension Extractor {
    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add an ONNX network as an extractor, or weights for a shipped one.",
            discussion: HelpText.discussion(
                """
                A description is YAML beside the model:

                    name: my-encoder
                    model: encoder.onnx
                    input:
                      size: [224, 224]            # height, width
                      resize: pil-bicubic         # or pil-bilinear, pil-lanczos,
                                                  # torch-bilinear, tf1-bilinear
                      shorter: 256                # optional: resize the shorter side
                                                  # so far, then crop the middle
                      layout: nchw                # or nhwc
                      channels: rgb               # or bgr, grey
                      subtract: [123.675, 116.28, 103.53]   # grey levels, 0 to 255
                      divide: [58.395, 57.12, 57.375]
                    outputs:
                      features: embedding
                      logits: logits              # optional: class scores;
                                                  # or probabilities
                    classes: [cat, dog]           # optional: their names, in the
                                                  # order of the scores

                The model runs once on built-in images; `ganeval extractor verify` compares with what it gave then.
                """,
                examples: .init("A network of one's own", "ganeval extractor add my-encoder.yaml"),
                .init(
                    "Weights for a shipped one",
                    "ganeval extractor add inception-v3-fid --weights pt_inception-2015-12-05-6726825d.pth"),
                .init("To a store of one's own", "ganeval extractor add my-encoder.yaml --store /data/ganeval")))

        @Argument(help: ArgumentHelp("A description, or the name of a shipped extractor.", valueName: "file.yaml|name"))
        var description: String

        @Option(help: ArgumentHelp("The weights of a shipped extractor.", valueName: "file"))
        var weights: String?

        @OptionGroup var registryOptions: RegistryOptions
        @OptionGroup var shared: SharedOptions

        func run() throws {
            shared.apply()
            Console.result("Added \(try registryOptions.registry.add(description, weights: weights)).")
        }
    }
}
