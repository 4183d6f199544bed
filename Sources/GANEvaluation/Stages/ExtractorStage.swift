import GANCheckpoints
import GANData
import GANModels
import GANNumerics

/// Chooses and builds the extractor, from the cache where it was built before.
struct ExtractorStage {
    let cache: any EvaluationCache
    let registry: ExtractorRegistry

    /// The extractor that `choice` means for `reference`; throws when it needs labels or images that are not there.
    func extractor(
        _ choice: ExtractorChoice, reference: any SampleSource, progress: (Double) -> Void
    ) throws -> any FeatureExtractor {
        if let images = reference.stackedImages, choice == .automatic || choice == .classifier,
            let single = try classifier(images, progress) as? ClassifierExtractor
        {
            return try StackedExtractor(single)
        }
        switch (choice, reference.shape) {
        case (.classifier, _): return try classifier(reference, progress)
        case (.automatic, .image(let height, let width, let channels)):
            if channels > 1 || min(height, width) > Self.greatestSmallSide {
                return try registry.open(BuiltinNetwork.efficientNetLite0.rawValue, sampleShape: reference.shape)
            }
            if let labels = reference.labels, Set(labels).count >= 2 { return try classifier(reference, progress) }
            return try principalComponents(reference)
        case (.pixelsPCA, _): return try principalComponents(reference)
        case (.network(let name), _): return try registry.open(name, sampleShape: reference.shape)
        case (.automatic, .vector), (.pixels, _): return PixelExtractor(sampleShape: reference.shape)
        }
    }

    /// Grey images up to this shorter side are like MNIST: a classifier trained on them, or their pixels, tell more than a
    /// network that has seen photographs.
    static let greatestSmallSide = 64

    private func principalComponents(_ reference: any SampleSource) throws -> any FeatureExtractor {
        try PrincipalComponentExtractor.fit(to: reference)
    }

    private func classifier(_ reference: any SampleSource, _ progress: (Double) -> Void) throws -> any FeatureExtractor
    {
        let options = ClassifierTrainer.Options()
        // The content tells labels with gaps, and a classifier of them has as many outputs as there are.
        let numbered = (reference as? NumberedClasses).map { "\($0.classes.count) classes" }
        let ingredients = [try reference.contentDigest(), options.rule] + [numbered].compactMap { $0 }
        let kind = "classifier weights/1"
        if let bytes = cache.find(kind: kind, ingredients: ingredients),
            let found = try? CachedClassifier.decode(bytes, shape: reference.shape, classNames: reference.classNames)
        {
            return found
        }
        let trained = try ClassifierTrainer.train(on: reference, options: options, progress: progress)
        let bytes = CachedClassifier.encode(trained)
        cache.keep(bytes, kind: kind, ingredients: ingredients)
        // As it comes from the cache, where its accuracy has fewer digits: the same figures the first time and the second.
        return try CachedClassifier.decode(bytes, shape: reference.shape, classNames: reference.classNames) ?? trained
    }
}

/// A classifier as cached matrices: the accuracy, then each parameter flattened to one row.
private enum CachedClassifier {
    static func encode(_ classifier: ClassifierExtractor) -> [UInt8] {
        let accuracy = Matrix<Float>(rows: 1, columns: 1, repeating: Float(classifier.accuracy ?? -1))
        return CachedBytes.encode(
            [accuracy] + classifier.network.parameters.map { Matrix(rows: 1, columns: $0.count, scalars: $0.scalars) })
    }

    /// nil when the bytes are not those of a classifier for this shape.
    static func decode(_ bytes: [UInt8], shape: SampleShape, classNames: [String]?) throws -> ClassifierExtractor? {
        guard case .image(let height, let width, let channels) = shape, let matrices = CachedBytes.matrices(bytes),
            let accuracy = matrices.first?.scalars.first, let classes = matrices.last?.columns, classes >= 2
        else { return nil }
        var network = try Network(
            ClassifierExtractor.architecture(height: height, width: width, channels: channels, classes: classes),
            seed: SeededGenerator(seed: 0))
        guard matrices.count == network.parameters.count + 1 else { return nil }
        for (index, matrix) in matrices.dropFirst().enumerated() {
            guard matrix.scalars.count == network.parameters[index].count else { return nil }
            network.parameters[index].scalars = matrix.scalars
        }
        return try ClassifierExtractor(
            network: network, sampleShape: shape, classNames: classNames ?? (0..<classes).map { "class \($0)" },
            accuracy: accuracy < 0 ? nil : Double(accuracy))
    }
}
