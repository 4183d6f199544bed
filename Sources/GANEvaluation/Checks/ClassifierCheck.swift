import GANData
import GANModels
import GANNumerics
import GANText

/// The network whose classes are counted, and in whose space distances are measured, learnt these classes.
///
/// It must be surely better than always naming the commonest class, and by a quarter of what there is to gain: labels in another order, or
/// folders that are no classes, leave a network that guesses.
enum ClassifierCheck: EvaluationCheck {
    static let name = Check.Name.classifier
    /// Of what there is to gain over chance.
    private static let leastGain = 0.25
    private static let significance = 0.001
    /// Below this accuracy the network's errors show in the modes.
    static let goodAccuracy = 0.7

    static func run(_ context: CheckContext) -> Check? {
        guard context.extractor?.classSpace == .referenceLabels, let labels = context.reference.labels,
            let counts = context.classCounts, let commonest = counts.max()
        else { return nil }
        let chance = Double(commonest) / Double(labels.count)
        let limit = chance + leastGain * (1 - chance)
        guard let (accuracy, rows) = accuracy(context, labels) else {
            return failed(.unknownAccuracy, limit: limit, spoils: .distribution)
        }
        let finding = CheckFinding.accuracy(accuracy, chance: chance, rows: rows)
        let right = Int(saturating: (accuracy * Double(rows)).rounded())
        // The probability of so many hits or more by chance.
        let pValue = right == 0 ? 1 : Statistics.incompleteBeta(chance, Double(right), Double(rows - right + 1))
        if accuracy < limit || pValue > significance {
            return failed(finding, figure: accuracy, limit: limit, spoils: .distribution)
        }
        return accuracy < goodAccuracy
            ? noticed(finding, figure: accuracy, limit: limit) : passed(figure: accuracy, limit: limit)
    }

    /// On images set aside; of a network that was not trained here on all rows.
    private static func accuracy(_ context: CheckContext, _ labels: [Int]) -> (share: Double, rows: Int)? {
        if let classifier = context.extractor as? ClassifierExtractor {
            let rows = ClassifierTrainer.Options().rowsSetAside(of: labels.count)
            return rows == 0 ? nil : classifier.accuracy.map { ($0, rows) }
        }
        guard let predicted = context.predicted, predicted.count == labels.count, !labels.isEmpty else { return nil }
        return (Double(zip(predicted, labels).count { $0 == $1 }) / Double(labels.count), labels.count)
    }
}
