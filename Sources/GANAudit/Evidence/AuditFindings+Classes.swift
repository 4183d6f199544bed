public import GANData

extension AuditFindings {
    /// The classes of the training rows that the findings name, by row, from the source's labels; empty without labels.
    ///
    /// `names` go before the source's own.
    public func classNames(in training: any SampleSource, names: [String]? = nil) -> [Int: String] {
        guard let labels = training.labels else { return [:] }
        let names = names ?? training.classNames ?? []
        let recovered = latents?.recovery.map { ($0.training + $0.copied).map(\.row) } ?? []
        let rows = copies.map(\.trainingRow) + extraction.mostCopied.map(\.trainingRow) + recovered
        var result: [Int: String] = [:]
        for row in rows where labels.indices.contains(row) {
            let label = labels[row]
            result[row] = names.indices.contains(label) ? names[label] : "class \(label)"
        }
        return result
    }
}
