import ArgumentParser
import Foundation
import GANEvaluation
import GANModels
import GANONNX
import GANText
import OrderedCollections

struct Extractor: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List, add and verify feature extractors that are networks.",
        subcommands: [List.self, Add.self, Verify.self], defaultSubcommand: List.self)
}

extension Extractor {
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the extractors and say which can run.")

        @Flag(help: "Print JSON.")
        var json = false

        @OptionGroup var registryOptions: RegistryOptions
        @OptionGroup var shared: SharedOptions

        private struct Line {
            var name: String
            var origin: String
            var preprocessing: String
            var outputs: [String]
            /// How many classes have names, or what is known of them; left out where nothing is.
            var classes: String?
            var file: String?

            /// The line, for machines; without a file there is no field for it.
            var document: JSONValue {
                .object(
                    [
                        ("name", .text(name)), ("origin", .text(origin)), ("preprocessing", .text(preprocessing)),
                        ("outputs", .list(outputs.map { .text($0) })),
                    ] + (classes.map { [("classes", .text($0))] } ?? [])
                        + (file.map { [("file", .text($0))] } ?? []))
            }
        }

        private static func document(_ lines: [Line], unreadable: [(name: String, problem: String)]) -> JSONValue {
            .object([
                ("schema", .text("ganeval.extractors/1")), ("extractors", .list(lines.map(\.document))),
                (
                    // Records that can't be read: name to reason, the first of those of one name.
                    "unreadable",
                    .object(
                        OrderedDictionary(unreadable.map { ($0.name, $0.problem) }) { first, _ in first }.map {
                            ($0.key, .text($0.value))
                        })
                ),
            ])
        }

        func run() throws {
            shared.apply()
            let listing = registryOptions.registry.list()
            let lines = listing.entries.map { entry in
                let outputs = entry.description.outputs
                return Line(
                    name: entry.description.name, origin: entry.isShipped ? "shipped" : "added",
                    preprocessing: entry.description.resizeRule,
                    outputs: ["features"] + ((outputs.logits ?? outputs.probabilities) == nil ? [] : ["classes"])
                        + (outputs.spatial == nil ? [] : ["places"]),
                    classes: Self.words(entry.description.classes), file: entry.file)
            }
            if json {
                let unreadable = listing.unreadable.map { (name: $0.name, problem: "\($0.problem)") }
                return Console.raw(Self.document(lines, unreadable: unreadable).serialized())
            }
            for line in lines {
                Console.result("\(line.name)  (\(line.origin); gives \(line.outputs.joined(separator: ", ")))")
                Console.result("    input    \(line.preprocessing)")
                if let classes = line.classes { Console.result("    classes  \(classes)") }
                Console.result(
                    "    weights  \(line.file ?? "missing: `ganeval extractor add \(line.name) --weights FILE`")")
            }
            for (name, problem) in listing.unreadable {
                Console.result("\(name)  (added; unreadable)")
                Console.warning("\(problem)")
            }
            Console.result("Built in without a network: pixels, pixels-pca64, classifier.")
        }

        private static func words(_ classes: ExtractorDescription.Classes?) -> String? {
            switch classes {
            case .named(let names)?: return "\(names.count), by name"
            case .unnamed(let origin)?: return origin
            case nil: return nil
            }
        }
    }

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add an ONNX network as an extractor, or weights for a shipped one.",
            discussion: """
                A description is YAML beside the model:

                    name: my-encoder
                    model: encoder.onnx
                    input:
                      size: [224, 224]            # height, width
                      resize: pil-bicubic         # or pil-bilinear, pil-lanczos, torch-bilinear, tf1-bilinear
                      shorter: 256                # optional: resize the shorter side, then crop the middle
                      layout: nchw                # or nhwc
                      channels: rgb               # or bgr, grey
                      subtract: [123.675, 116.28, 103.53]    # grey levels, 0 to 255
                      divide: [58.395, 57.12, 57.375]
                    outputs:
                      features: embedding
                      logits: logits              # optional: class scores; or probabilities
                    classes: [cat, dog]           # optional: their names, in the order of the scores

                The model runs once on built-in images; `ganeval extractor verify` compares with what it gave then.
                """)

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

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Run an extractor on built-in images and compare with its recorded fingerprint.")

        @Argument(help: "Names or description files; all that have their weights when left out.")
        var names: [String] = []

        @OptionGroup var registryOptions: RegistryOptions
        @OptionGroup var shared: SharedOptions

        func run() throws {
            shared.apply()
            let registry = registryOptions.registry
            let chosen =
                names.isEmpty ? registry.list().entries.filter { $0.file != nil }.map(\.description.name) : names
            var failed = false
            for name in chosen {
                let verification: ExtractorRegistry.Verification
                do {
                    verification = try registry.verify(name)
                } catch let error as any ExplainedError {
                    // The others are verified all the same.
                    Console.error(error)
                    failed = true
                    continue
                }
                switch verification.difference {
                case .some(let difference):
                    Console.result(
                        "\(name): as recorded; the largest difference is \(String(format: "%.1e", difference)) of its features' size."
                    )
                case nil: Console.result("\(name): runs; nothing is recorded to compare with.")
                }
                if let note = verification.note { Console.result("    \(note)") }
            }
            if failed { throw ExitCode.failure }
            if chosen.isEmpty {
                Console.result("No extractor has its weights; `ganeval extractor list` says what is missing.")
            }
        }
    }
}
