/// Labels for a discriminator whose scores depend on each sample's class.
enum ClassLabels {
    /// The labels as they are; none for a discriminator that takes none.
    ///
    /// Throws `ModelError.unsuitableModel` for labels that are missing or no classes of its own.
    static func checked(
        _ labels: [Int]?, of discriminator: some Discriminator, count: Int
    ) throws(ModelError) -> [Int] {
        guard let classCount = discriminator.classCount else { return [] }
        func unfit(_ what: String) -> ModelError {
            .unsuitableModel(
                path: discriminator.name, problem: "its scores depend on each sample's class, and \(what)",
                expected: "a class for each sample, 0 to \(classCount - 1)",
                remedy: "Give labels that are its classes, or leave the discriminator out.")
        }
        guard let labels, labels.count == count else { throw unfit("there are no labels") }
        if let label = labels.first(where: { !(0..<classCount).contains($0) }) {
            throw unfit("one is of class \(label)")
        }
        return labels
    }
}
