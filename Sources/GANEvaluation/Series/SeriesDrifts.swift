import GANCheckpoints
import GANModels
import OrderedCollections

/// How far each trajectory's weights move from file to file, found while both files' weights are in memory.
struct SeriesDrifts {
    private let loader: SeriesLoader
    /// By the digests of both weights; a kept nil says that they can't be compared.
    private var known: [[String]: SeriesDrift?] = [:]
    /// The weights of each trajectory that were read last: the next change begins with them.
    private var last: [String: (digest: String, weights: OrderedDictionary<String, WeightTensor>)] = [:]

    init(loader: SeriesLoader) { self.loader = loader }

    /// Compares weights that were just read with those of the trajectory's file before.
    mutating func note(_ member: SeriesLoader.Member) {
        guard let weights = member.weights else { return }
        let digest = member.generator.digest
        if let before = last.updateValue((digest, weights), forKey: member.trajectory) {
            known[[before.digest, digest]] = .some(
                WeightDrift(from: before.weights, to: weights).map { SeriesDrift($0) })
        }
    }

    /// The change of one trajectory's weights between two files; nil where they can't be compared.
    ///
    /// Files are read again only where their steps put them into another order than they were measured in.
    mutating func drift(
        from earlier: (path: String, digest: String), to later: (path: String, digest: String), _ trajectory: String
    ) -> SeriesDrift? {
        let key = [earlier.digest, later.digest]
        if let found = known[key] { return found }
        guard let first = weights(earlier, trajectory), let second = weights(later, trajectory) else { return nil }
        let found = WeightDrift(from: first, to: second).map { SeriesDrift($0) }
        known[key] = .some(found)
        return found
    }

    private mutating func weights(
        _ place: (path: String, digest: String), _ trajectory: String
    ) -> OrderedDictionary<String, WeightTensor>? {
        if let last = last[trajectory], last.digest == place.digest { return last.weights }
        let found = try? loader.weights(place.path, trajectory: trajectory)
        last[trajectory] = found.map { (digest: place.digest, weights: $0) }
        return found
    }
}
