import GANCheckpoints
package import GANONNX
import GANText

/// `ganeval inspect` of an ONNX file, which is checked and not run.
package enum ONNXInspection {
    /// The schema's name and version.
    package static let schema = "ganeval.inspect-onnx/1"

    /// The lines, without line ends, for people.
    package static func lines(_ file: ONNXModelFile, digest: String, width: Int) -> [String] {
        var facts = [
            ("format", "ONNX, IR version \(file.irVersion)"),
            ("size", FigureText.count(file.contents.count) + " bytes"),
            ("SHA-256", digest), ("written by", file.producer.isEmpty ? "unknown" : file.producer),
            ("operators", operatorSets(file)), ("parameters", FigureText.count(file.parameterCount)),
        ]
        facts += file.inputs.map { ("input", "\($0.name): \($0.summary)") }
        facts += file.outputs.map { ("output", "\($0.name): \($0.summary)") }
        facts += file.externalFiles.map { ("weights in", "\($0.location), \(FigureText.count($0.size)) bytes") }
        facts += file.metadata.sorted { $0.key < $1.key }.map { ("metadata", "\($0.key): \($0.value)") }
        let counts = file.operators.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.value) \($0.key)" }
        facts.append(("nodes", counts.joined(separator: ", ")))
        return [printable(file.path)]
            + facts.flatMap { WrappedText.labelled("  \($0)", printable($1), width: width, column: 16) }
    }

    /// The document, schema `ganeval.inspect-onnx/1`.
    package static func json(_ file: ONNXModelFile, digest: String) -> String {
        func ports(_ values: [ONNXValue]) -> JSONValue {
            .list(
                values.map { value in
                    .object([
                        ("name", .text(value.name)), ("type", .optional(value.type.map { "\($0)" })),
                        ("shape", value.shape.map { .list($0.map { $0.map { .count($0) } ?? .null }) } ?? .null),
                    ])
                })
        }
        return JSONValue.object([
            ("schema", .text(schema)), ("path", .text(file.path)), ("format", .text("ONNX")),
            ("bytes", .count(file.contents.count)), ("sha256", .text(digest)), ("ir_version", .count(file.irVersion)),
            (
                "operator_sets",
                .object(
                    file.operatorSets.sorted { $0.key < $1.key }.map {
                        ($0.key.isEmpty ? "ai.onnx" : $0.key, .count($0.value))
                    })
            ),
            ("producer", .text(file.producer)), ("parameters", .count(file.parameterCount)),
            ("inputs", ports(file.inputs)), ("outputs", ports(file.outputs)),
            ("operators", .object(file.operators.sorted { $0.key < $1.key }.map { ($0.key, .count($0.value)) })),
            ("metadata", .object(file.metadata.sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) })),
            (
                "external_files",
                .list(
                    file.externalFiles.map { .object([("location", .text($0.location)), ("bytes", .count($0.size))]) })
            ),
        ]).serialized()
    }

    private static func operatorSets(_ file: ONNXModelFile) -> String {
        file.operatorSets.sorted { $0.key < $1.key }.map { "\($0.key.isEmpty ? "ai.onnx" : $0.key) \($0.value)" }
            .joined(separator: ", ")
    }

    /// Without control characters, which could steer a terminal.
    private static func printable(_ text: String) -> String {
        PrintableText.of(text, limit: 4000)
    }
}
