import GANCheckpoints
import GANFiles
package import GANModels
import GANNumerics
import GANText

/// `ganeval inspect --json`: the schema `ganeval.inspect/1`, described field by field in `report-schema.md`.
package enum InspectionDocument {
    /// The schema's name and version.
    package static let schema = "ganeval.inspect/1"

    /// The document; it ends without a line's end.
    package static func json(_ inspection: WeightInspection) -> String {
        let file = inspection.file
        let entries = InspectionTree.lines(inspection, limit: .max).map { line in
            JSONValue.object([
                ("path", .text(line.path)), ("kind", .text(line.kind)), ("text", .text(line.text)),
            ])
        }
        return JSONValue.object([
            ("schema", .text(schema)), ("path", .text(file.path)), ("format", .text(file.format.rawValue)),
            ("bytes", .count(file.byteCount)), ("sha256", .text(inspection.digest)),
            ("notes", .list(file.notes.map { .text($0) })),
            ("unknown_names", .list(file.unknownNames.map { .text($0) })),
            ("alarming_names", .list(file.alarmingNames.map { .text($0) })),
            ("description", inspection.description.map(description) ?? .null), ("entries", .list(entries)),
            ("state_dicts", .list(inspection.stateDicts.map(stateDict))),
            ("selected", selected(inspection)), ("problem", .optional(inspection.problem)),
        ]).serialized()
    }

    private static func description(_ description: CheckpointDescription) -> JSONValue {
        .object([
            ("step", .count(description.step)), ("images_seen", .count(description.imagesSeen)),
            ("sample_shape", .list(description.sampleShape.map { .count($0) })),
            ("value_range", .list(description.valueRange.map { .number($0) })),
            ("latent_distribution", .optional(description.latent?.distribution)),
            ("latent_shape", description.latent.map { shape($0.shape) } ?? .null),
            ("input_shape", description.inputShape.map(shape) ?? .null),
            ("classes", description.classCount.map { .count($0) } ?? .null),
            // As a text: it may have more digits than a number in JSON keeps.
            ("seed", .text(String(description.seed))), ("tool_version", .text(description.toolVersion)),
            ("generator", .text(description.generator.text)),
            ("discriminator", .optional(description.discriminator?.text)),
            ("inverse_generator", .optional(description.inverseGenerator?.text)),
            ("inverse_discriminator", .optional(description.inverseDiscriminator?.text)),
            ("plan", .optional(description.plan?.text)),
        ])
    }

    private static func shape(_ sizes: [Int]) -> JSONValue { .list(sizes.map { .count($0) }) }

    private static func stateDict(_ dict: StateDict) -> JSONValue {
        .object([
            ("path", .text(dict.path)), ("role", .text(dict.role.rawValue)), ("average", .bool(dict.isAverage)),
            ("prefix", .text(dict.prefix)), ("tensors", .count(dict.tensorCount)),
            ("values", .count(dict.elementCount)), ("notes", .list(dict.notes.map { .text($0) })),
        ])
    }

    private static func selected(_ inspection: WeightInspection) -> JSONValue {
        guard let selected = inspection.selected, let health = inspection.health else { return .null }
        let findings = health.findings.map { finding in
            JSONValue.object([
                ("severity", .text(finding.severity.rawValue)), ("tensor", .text(finding.tensor)),
                ("message", .text(finding.message)),
            ])
        }
        return .object([
            ("path", .text(selected.path)), ("role", .text(selected.role.rawValue)), ("prefix", .text(selected.prefix)),
            ("assumed", .optional(selected.assumptions)),
            ("alternatives", .list(selected.alternatives.map { .text($0) })),
            ("parameters", .count(health.parameterCount)), ("values", .count(health.elementCount)),
            ("tensors", .list(health.tensors.map(tensor))), ("findings", .list(findings)),
        ])
    }

    private static func tensor(_ tensor: TensorHealth) -> JSONValue {
        func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
        return .object([
            ("name", .text(tensor.name)), ("shape", .list(tensor.shape.map { .count($0) })),
            ("type", .text(tensor.type.rawValue)), ("count", .count(tensor.count)), ("nan", .count(tensor.nanCount)),
            ("infinite", .count(tensor.infiniteCount)), ("zero_share", .number(tensor.zeroShare)),
            ("minimum", number(tensor.minimum)), ("maximum", number(tensor.maximum)), ("norm", .number(tensor.norm)),
            ("root_mean_square", .number(tensor.rootMeanSquare)), ("spectral_norm", number(tensor.spectralNorm)),
            ("output_axis", .count(tensor.outputAxis)), ("units", .count(tensor.units)),
            ("dead_units", .count(tensor.deadUnits)),
        ])
    }
}
