import GANCheckpoints
import GANData
import GANNumerics

@testable import GANAudit
@testable import GANModels

/// Small generators whose latent spaces are known.
enum LatentNetworks {
    static func generator(
        _ layers: [LayerDescription], input: [Int], tensors: [String: Tensor],
        distribution: LatentDistribution = .standardNormal
    ) throws -> NetworkGenerator {
        try NetworkGenerator(
            Architecture(
                role: .generator, network: NetworkDescription(input: input, layers: layers),
                latent: LatentPrior(distribution: distribution, shape: input), valueRange: .symmetric, classCount: nil,
                origin: "test"), tensors: tensors, name: "test", path: "test")
    }

    static func random(_ shape: [Int], deviation: Double, seed: UInt64) -> Tensor {
        var stream = SeededGenerator(seed: seed)
        return Tensor(shape: shape) { stream.fillNormal($0, standardDeviation: deviation) }
    }

    /// x = W·z + b for vectors of 12 values from 4; also W and b.
    static func linear(
        distribution: LatentDistribution = .standardNormal
    ) throws -> (generator: NetworkGenerator, weight: Tensor, bias: Tensor) {
        let (weight, bias) = (random([12, 4], deviation: 1, seed: 1), random([12], deviation: 1, seed: 2))
        let generator = try generator(
            [.linear(inputs: 4, outputs: 12, bias: true, key: "l")], input: [4],
            tensors: ["l.weight": weight, "l.bias": bias], distribution: distribution)
        return (generator, weight, bias)
    }

    /// Smooth 8×8 images of six latent values: layers, and a network with their weights.
    static func smooth() throws -> (generator: NetworkGenerator, description: NetworkDescription) {
        let layers: [LayerDescription] = [
            .linear(inputs: 6, outputs: 32, bias: true, key: "a"), .leakyRectifier(slope: 0.2),
            .unflatten(shape: [2, 4, 4]),
            .transposedConvolution(
                .init(inputs: 2, outputs: 1, kernel: 4, stride: 2, padding: 1, bias: true, key: "b")),
            .hyperbolicTangent,
        ]
        let tensors = [
            "a.weight": random([32, 6], deviation: 0.5, seed: 3), "a.bias": random([32], deviation: 0.3, seed: 4),
            "b.weight": random([2, 1, 4, 4], deviation: 0.3, seed: 5), "b.bias": Tensor(shape: [1]),
        ]
        return (
            try generator(layers, input: [6], tensors: tensors), NetworkDescription(input: [6], layers: layers)
        )
    }

    /// A generator that makes hardly anything but the rows of `images`: a soft choice among them.
    static func memory(of images: Matrix<Float>, shape: SampleShape, sharpness: Double = 6) throws -> NetworkGenerator {
        guard case .image(let height, let width, _) = shape else { throw AuditError.noRows(source: "memory") }
        let encoded = ValueRange.symmetric.encode(images).transposed
        return try generator(
            [
                .linear(inputs: 8, outputs: images.rows, bias: false, key: "choose"), .softmax,
                .linear(inputs: images.rows, outputs: height * width, bias: false, key: "recall"),
                .unflatten(shape: [1, height, width]),
            ], input: [8],
            tensors: [
                "choose.weight": random([images.rows, 8], deviation: sharpness, seed: 6),
                "recall.weight": Tensor(encoded),
            ])
    }

    /// Findings without copies, of an audit that could give p-values.
    static func findings(
        _ samples: any SampleSource, _ training: any SampleSource, _ heldOut: any SampleSource
    )
        -> AuditFindings
    {
        var findings = AuditFindings(
            sources: .init(
                samples: samples.name, sampleCount: samples.count, training: training.name,
                trainingCount: training.count, heldOut: heldOut.name, heldOutCount: heldOut.count,
                shape: samples.shape),
            pool: .init(
                trainingRepeats: 0, heldOutRepeats: 0, overlap: [], trainingCompeting: training.count,
                heldOutCompeting: heldOut.count, calibrationRows: heldOut.count), copies: [],
            copiedShare: .init(value: 0, low: 0, high: 0.01, level: 0.95, method: "test"),
            extraction: .init(distinctTrainingRows: 0, rate: 0, estimatedRows: 0, mostCopied: []), tests: [],
            diversity: .init(
                distinctSamples: samples.count, effectiveSamples: 5, effectiveReal: 5, isCollapsed: false),
            sensitivity: nil, search: [], doubts: [], verdict: AuditVerdict(outcome: .noEvidence, reasons: []))
        findings.sureShare = .init(
            low: 0, byLabels: .init(value: 0, low: 0, high: 0.1, level: 0.95, method: "test"))
        return findings
    }

    static func source(_ generator: any Generator, _ count: Int, seed: UInt64) throws -> ArraySource {
        ArraySource(
            name: "samples", rule: "test", shape: generator.sampleShape,
            samples: try generator.sample(rows: 0..<count, seed: seed))
    }

    static func copy(
        _ rank: Int, sample: Int, row: Int, _ transformation: AuditTransformation = .identity
    )
        -> AuditFindings.Copy
    {
        AuditFindings.Copy(
            rank: rank, sample: sample, trainingRow: row, origin: "row \(row)", transformation: transformation,
            distance: 0, score: 0, pValue: 0.001, qValue: 0.001, competitionQValue: 0.01, isExact: true,
            occurrences: 1)
    }

    static var silent: LatentProgress { LatentProgress(report: { _ in }, check: {}) }
}
