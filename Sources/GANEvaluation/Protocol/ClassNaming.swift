import GANData
import GANModels
import GANNumerics

/// What the classes, or known modes, of one evaluation are called.
///
/// The reference's names, and those that somebody gives for it, name the reference's labels and nothing else; an extractor that
/// brought its own classes names them itself, or they are numbers that say whose they are.
struct ClassNaming: Sendable, Equatable {
    /// By number; nil where nobody knows them.
    let names: [String]?
    /// What one without a name is called: "class" or "mode".
    let noun: String
    /// The extractor's own classes; nil where the numbers are the reference's labels or modes.
    let own: ClassSpace.OwnClasses?

    /// The names of the classes of `space`; `given` are somebody's names for the reference's, `reference` those it has.
    ///
    /// `space` is nil where no classes are told. Throws `EvaluationError` for names that are given to other classes than the
    /// reference's, to fewer than there are, or to none.
    init(
        given: [String]?, space: ClassSpace?, reference: any SampleSource, extractor: String, noun: String
    ) throws(EvaluationError) {
        self.noun = noun
        switch space {
        case .own(let classes)?:
            guard given == nil else { throw .namesOfOtherClasses(extractor: classes.extractor) }
            names = classes.names
            own = classes
        case .referenceLabels?:
            // Modes are labels too; where a source has both, the modes are all of them.
            let greatest = reference.knownModes.map { $0.centres.rows - 1 } ?? reference.labels?.max()
            if let given, let greatest, greatest >= given.count {
                throw .tooFewClassNames(count: given.count, source: reference.name, greatest: greatest)
            }
            if let given, let own = reference.classNames, own.count != given.count {
                throw .classNamesDiffer(count: given.count, source: reference.name, classes: own)
            }
            names = given ?? reference.classNames
            own = nil
        case nil:
            guard given == nil else { throw .namesOfNothing(source: reference.name, extractor: extractor) }
            names = nil
            own = nil
        }
    }

    /// The name of a class, "class 7", or "class 7 of efficientnet-lite0".
    func name(_ number: Int) -> String {
        if let names, names.indices.contains(number) { return names[number] }
        return "\(noun) \(number)" + (own.map { " of \($0.extractor)" } ?? "")
    }

    /// What must be known to read the names; nil where they are the reference's.
    var note: String? {
        own.map { own in
            "The classes are those of \(own.extractor)\(own.origin.map { " (\($0))" } ?? ""), not the reference's."
        }
    }
}
