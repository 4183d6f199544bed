package import GANAudit
import GANMetrics
import GANText

extension AuditWords {
    /// The doubts about the audit as a whole, said.
    var doubts: [Diagnostic] { findings.doubts.map(Self.said) }

    /// A doubt in a sentence or two.
    static func said(_ doubt: AuditDoubt) -> Diagnostic {
        Diagnostic(code: doubt.code, severity: doubt.severity, message: message(doubt))
    }

    private static func message(_ doubt: AuditDoubt) -> String {
        switch doubt {
        case .noHeldOutRows(let wereGiven):
            return (wereGiven ? "Without held-out rows that are no training rows" : "Without held-out rows")
                + " no p-value, share or test is possible: exact and near-exact matches are listed, and "
                + "the rest can't be known."
        case .heldOutOverlaps(let rows, let heldOut):
            return "\(rows) of \(heldOut) held-out rows "
                + FigureText.noun(rows, "is equal to a training row and takes", "are equal to training rows and take")
                + " no part."
        case .repeatedTrainingRows(let count):
            return
                "\(FigureText.count(count, "training row repeats", "training rows repeat")) another one; each competes once. Repeated rows are the "
                + "likeliest to be memorized."
        case .collapsed(let samples, let real):
            return
                "The samples are about \(Int(saturating: samples.rounded())) different images, where as many real rows are about "
                + "\(Int(saturating: real.rounded())): a collapse."
        case .repeatedSamples(let repeats, let samples):
            return
                "\(repeats) of \(samples) samples \(FigureText.noun(repeats, "is", "are")) equal to an earlier one; samples with one nearest row count "
                + "as one contest."
        case .splitNotExchangeable(let share, let chance, let pValue):
            return "\(SentenceFigure.percent(share)) of the held-out rows are nearest to training rows where "
                + "\(SentenceFigure.percent(chance)) are expected (\(SentenceFigure.probability(pValue))): the "
                + "split was not random, or the sets were prepared differently. P-values are withheld."
        case .splitPreparedDifferently(let area, let pValue):
            return "Single training and held-out rows are told apart with an area under the curve of "
                + "\(SentenceFigure.rounded(area)) (\(SentenceFigure.probability(pValue))): the sets were prepared "
                + "differently. P-values are withheld."
        case .fewDecoys(let ratio, let needed):
            return
                "\(Int(saturating: ratio.rounded())) training rows for each held-out row: labels alone need \(needed) copied rows "
                + "to show copying."
        case .calibrationContradicted(let pValue):
            return
                "More held-out rows are among the flagged winners than chance gives (\(SentenceFigure.probability(pValue))): "
                + "this generator matches real rows more closely than real rows match each other. Copies are listed "
                + "by labels alone."
        case .heldOutRowsPreferred(let pValue):
            return
                "Held-out rows win more clear contests than chance gives (\(SentenceFigure.probability(pValue))): was the "
                + "generator trained on them?"
        case .screenedSearch(let channel, let share):
            return "In the channel \"\(channel)\" \(SentenceFigure.percent(share)) of the nearest rows are "
                + "proved to be the nearest; a near copy among the rest would have been."
        case .setMeasuresDrawn(let training, let ofTraining, let heldOut, let ofHeldOut):
            return
                "Measures of the whole set took \(training) of \(ofTraining) training rows and \(heldOut) of \(ofHeldOut) "
                + "held-out rows, drawn at random: more do not fit the memory set aside for them, which --memory decides."
        case .measureOmitted(let name, let found, let expected):
            return "\(name) is left out: \(found); expected: \(expected)."
        case .rowsNotRecovered(let cost, let usual):
            return "Training rows were not looked for in the latent space: without gradients each costs up to "
                + "\(cost) samples. --recover \(usual) asks for it."
        }
    }

    /// What an audit tells while it works.
    package static func said(_ notice: AuditRun.Notice) -> String {
        switch notice {
        case .fewerThreads(let count): return "\(count) threads: there is no memory for more within --memory."
        case .searchBeginsAnew: return "The saved search is of no use; it begins anew."
        }
    }
}
