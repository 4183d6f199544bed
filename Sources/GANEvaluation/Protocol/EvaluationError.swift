public import GANData
public import GANText

/// An evaluation that can't be done.
public enum EvaluationError: ExplainedError, Equatable {
    case shapesDiffer(source: String, found: SampleShape, reference: String, expected: SampleShape)
    case tooFewSamples(source: String, count: Int, needed: Int)
    case heldOutIsReference(source: String)
    /// Two sources whose rows belong together have different counts.
    case pairsDiffer(source: String, count: Int, partner: String, expected: Int)
    /// Names were given for the reference's classes, and what is told are those of the extractor.
    case namesOfOtherClasses(extractor: String)
    /// `greatest` is the largest class number of the reference.
    case tooFewClassNames(count: Int, source: String, greatest: Int)
    /// The reference's files name `classes` classes themselves.
    case classNamesDiffer(count: Int, source: String, classes: [String])
    case namesOfNothing(source: String, extractor: String)
    case namesWithoutLabels(source: String)

    /// The file, option or place within it that the error speaks of.
    public var location: String {
        switch self {
        case .namesOfOtherClasses, .tooFewClassNames, .classNamesDiffer, .namesOfNothing, .namesWithoutLabels:
            return "--class-names"
        case .shapesDiffer(let source, _, _, _), .tooFewSamples(let source, _, _), .heldOutIsReference(let source),
            .pairsDiffer(let source, _, _, _):
            return source
        }
    }

    /// What was found there, as a clause.
    public var fact: String {
        switch self {
        case .shapesDiffer(_, let found, _, _): return "each sample is a \(found)"
        case .tooFewSamples(_, let count, _): return "it has \(FigureText.count(count, "sample"))"
        case .pairsDiffer(_, let count, _, _): return "it has \(FigureText.count(count, "image"))"
        case .heldOutIsReference: return "it holds the same samples as the reference"
        case .namesOfOtherClasses(let extractor):
            return "they name the reference's classes, but samples are told apart by the own classes of \(extractor)"
        case .tooFewClassNames(let count, let source, let greatest):
            return
                "there \(FigureText.noun(count, "is", "are")) \(FigureText.count(count, "name")), and the classes of \(source) go up to \(greatest)"
        case .classNamesDiffer(let count, let source, let classes):
            return
                "there \(FigureText.noun(count, "is", "are")) \(FigureText.count(count, "name")), and \(source) has \(FigureText.count(classes.count, "class", "classes")): \(Self.few(classes))"
        case .namesWithoutLabels(let source): return "there are no classes to name: \(source) has no labels"
        case .namesOfNothing(let source, let extractor):
            return
                "there are no classes to name: \(source) is not told apart by class in the feature space \(extractor)"
        }
    }

    private static func few(_ names: [String]) -> String {
        names.prefix(6).joined(separator: ", ") + (names.count > 6 ? " and \(names.count - 6) more" : "")
    }

    /// What would have been accepted instead.
    public var expectation: String {
        switch self {
        case .shapesDiffer(_, _, let reference, let expected): return "a \(expected), as in \(reference)"
        case .tooFewSamples(_, _, let needed): return "at least \(needed)"
        case .pairsDiffer(_, _, let partner, let expected): return "\(expected), one for each of \(partner)"
        case .heldOutIsReference: return "data that the generator was not trained on"
        case .namesOfOtherClasses: return "no names, or a classifier of the reference's own classes"
        case .tooFewClassNames(_, _, let greatest): return "a name for each class from 0 to \(greatest), in this order"
        case .classNamesDiffer(_, _, let classes):
            return "\(FigureText.count(classes.count, "name")), in the order of the classes"
        case .namesOfNothing: return "no names, or a classifier of the reference's own classes"
        case .namesWithoutLabels: return "no names, or data with labels"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .shapesDiffer(_, let found, _, let expected): return ImageConversion.advice(from: found, to: expected)
        case .tooFewSamples: return "Give more samples."
        case .pairsDiffer:
            return
                "Give sources whose rows belong together, in the same order; a range cuts the longer one: SOURCE[0:n]. Sources of unequal counts are no pairs."
        case .heldOutIsReference: return "Give another split, or leave --held-out away."
        case .namesOfOtherClasses:
            return
                "Leave --class-names away, or choose --extractor classifier, which learns the reference's labels; the "
                + "names of an extractor's own classes stand in its description, under classes."
        case .tooFewClassNames: return "Name all of them, or leave --class-names away."
        case .classNamesDiffer:
            return "Give as many names, or leave --class-names away: the data have names of their own."
        case .namesWithoutLabels: return "Leave --class-names away, or give the labels."
        case .namesOfNothing:
            return "Leave --class-names away, or choose --extractor classifier, which learns the reference's labels."
        }
    }
}
