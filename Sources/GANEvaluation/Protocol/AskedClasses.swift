import GANData
import GANModels

/// The classes that samples were asked for.
public struct AskedClasses: Sendable, Equatable {
    /// One class for each sample.
    public var labels: [Int]
    /// Where they are from, for people: "the generator's own labels", "labels.npy".
    public var origin: String

    /// Classes in the samples' order.
    public init(labels: [Int], origin: String) {
        self.labels = labels
        self.origin = origin
    }

    /// The same in the numbers of `reference`, whose labels may have been counted anew from 0; nil where they name classes that it does not have.
    func numbered(as reference: any SampleSource) -> [Int]? {
        let known = Set(reference.labels ?? [])
        if let counted = reference as? NumberedClasses {
            let numbers = Dictionary(uniqueKeysWithValues: counted.classes.enumerated().map { ($1, $0) })
            let found = labels.compactMap { numbers[$0] }
            if found.count == labels.count { return found }
        }
        return labels.allSatisfy(known.contains) ? labels : nil
    }
}

extension EvaluationSubject {
    /// The classes that the samples were asked for, as a generator of classes tells; nil of others.
    func asked() -> AskedClasses? {
        guard case .generator(let generator, _, _, let seed, let count) = self,
            let labels = generator.labels(rows: 0..<count, seed: seed)
        else { return nil }
        return AskedClasses(labels: labels, origin: "the generator's own labels")
    }
}
