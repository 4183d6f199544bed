public import GANText

/// Rows that no critic can be trained on.
public enum CriticError: ExplainedError, Equatable {
    /// Fewer rows of one kind than three parts take.
    case tooFewRows(role: String, rows: Int, needed: Int)
    case widthsDiffer(real: Int, generated: Int)
    case nonFinite(role: String, row: Int, column: Int)
    /// Images of fewer pixels a side than convolutions halve.
    case imagesTooSmall(shape: String, side: Int)
    /// A network of the pair that training can't go on with; `problem` is a clause.
    case cannotTrain(name: String, problem: String)
    /// A discriminator that makes several figures of a sample, or none.
    case manyOutputs(name: String, count: Int)
    /// The critic's weights or scores left the range of numbers.
    case diverged(step: Int)

    /// The set that the error speaks of.
    public var location: String {
        switch self {
        case .tooFewRows(let role, _, _), .nonFinite(let role, _, _): return role
        case .cannotTrain(let name, _), .manyOutputs(let name, _): return name
        case .widthsDiffer, .imagesTooSmall, .diverged: return "fresh critic"
        }
    }

    /// What was found there, as a clause.
    public var fact: String {
        switch self {
        case .tooFewRows(_, let rows, _):
            return rows == 0
                ? "there are none, and a critic of one kind of data tells nothing apart"
                : "there \(rows == 1 ? "is 1" : "are \(rows)"), too few for parts to train on, to choose by and to test on"
        case .widthsDiffer(let real, let generated):
            return "real rows have \(real) columns and generated ones \(generated)"
        case .nonFinite(_, let row, let column): return "row \(row) holds NaN or infinity in column \(column)"
        case .imagesTooSmall(let shape, _): return "each sample is a \(shape), too small for convolutions"
        case .cannotTrain(_, let problem): return problem
        case .manyOutputs(_, let count): return "it makes \(count) figures of a sample"
        case .diverged(let step): return "its scores are no numbers any more after step \(step)"
        }
    }

    /// What would have been accepted instead.
    public var expectation: String {
        switch self {
        case .tooFewRows(_, _, let needed): return "at least \(needed)"
        case .widthsDiffer: return "equally wide rows"
        case .nonFinite: return "finite values"
        case .imagesTooSmall(_, let side): return "images of at least \(side) pixels a side"
        case .cannotTrain: return "a generator and a discriminator that can be trained on"
        case .manyOutputs: return "one logit, the higher the more real"
        case .diverged: return "features of ordinary size"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .tooFewRows: return "Give more rows, or leave out the option that asks for it."
        case .widthsDiffer: return "Extract both with the same extractor."
        case .nonFinite:
            return "Find out where the generator or the extractor makes it; nothing is repaired in silence."
        case .imagesTooSmall: return "Judge them by a critic of their features."
        case .cannotTrain: return "Leave --duality-gap away."
        case .manyOutputs: return "Leave --skill-rating and --duality-gap away."
        case .diverged: return "Look for features of extreme size."
        }
    }
}
