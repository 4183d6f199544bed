import GANAudit
import GANEvaluation
import GANText

/// The sentences about what was checked before anything was judged; every output takes them from here.
struct CheckWords {
    let checks: [Check]
    /// What one sample is called: "image" or "point".
    var noun = "image"
    /// Whether they are an audit's, whose real data are training data.
    var isOfAudit = false

    init(_ checks: [Check], noun: String = "image", isOfAudit: Bool = false) {
        self.checks = checks
        self.noun = noun
        self.isOfAudit = isOfAudit
    }

    init(_ findings: AuditFindings) { self.init(findings.checks, noun: findings.noun, isOfAudit: true) }

    init(_ report: EvaluationReport) { self.init(report.checks, noun: report.verdict.noun) }

    // MARK: All of them

    /// All checks in a line, "Checks: 9 passed; 1 failed: classes"; nil where nothing was checked.
    var line: String? {
        if checks.isEmpty { return nil }
        let counts = [Check.Outcome.passed, .noticed, .failed].compactMap { outcome -> String? in
            let found = checks.filter { $0.outcome == outcome }
            if found.isEmpty { return nil }
            let count = "\(found.count) \(outcome.rawValue)"
            return outcome == .passed ? count : "\(count): \(ReportText.list(found.map { title($0.name) }))"
        }
        return "Checks: " + counts.joined(separator: "; ") + "."
    }

    /// What each failed check found, what it spoils and what to do, a paragraph each.
    var failures: [String] { said(.failed) }

    /// What was noticed and is no obstacle, a paragraph each.
    var notices: [String] { said(.noticed) }

    private func said(_ outcome: Check.Outcome) -> [String] {
        checks.filter { $0.outcome == outcome }.map { check in
            let spoilt = ReportText.list(check.spoils.map(\.rawValue))
            return [sentence(check), spoilt.isEmpty ? "" : "Can't be told because of it: \(spoilt).", advice(check)]
                .filter { !$0.isEmpty }.joined(separator: " ")
        }
    }

    /// What failed before anything was judged, and all checks in a line.
    var blocks: [Block] {
        guard let line else { return [] }
        let failures = failures.map { RichText($0) }
        return [
            Block(.list(Items(texts: failures)), failures.isEmpty ? [] : .all),
            Block(.note(RichText(line)), [.terminal, .markdown]), Block(.finding(line), .page),
        ]
    }

    // MARK: One of them

    /// What is checked, in a few words.
    func title(_ name: Check.Name) -> String { named(plainTitle(name)) }

    private func plainTitle(_ name: Check.Name) -> String {
        switch name {
        case .sameSource: return "samples that are real data"
        case .sampleCount: return "enough samples"
        case .classCounts: return "samples for each class"
        case .classifier: return "the class network"
        case .heldOutOverlap: return "held-out rows in the reference"
        case .heldOutNearCopies: return "held-out rows near the reference"
        case .heldOutCopies: return "samples among held-out rows"
        case .heldOutDrift: return "held-out rows unlike the reference"
        case .preparation: return "range and channels"
        case .levels: return "fineness of levels"
        case .compression: return "compression"
        case .duplicates: return "repeated real rows"
        case .constantSamples: return "samples of one level"
        }
    }

    /// What a failed check found, as a clause within another sentence.
    func clause(_ check: Check) -> String { named(plainClause(check)) }

    private func plainClause(_ check: Check) -> String {
        switch check.finding {
        case .rows(let set): return "the samples are \(Self.rows(set))"
        case .fewRows(.samples, let count, _): return "\(FigureText.count(count)) samples are too few"
        case .fewRows(.reference, let count, _): return "\(FigureText.count(count)) reference rows are too few"
        case .fewRows(.heldOut, let count, _): return "\(FigureText.count(count)) held-out rows are too few"
        case .rareClasses(let rare, let total, _, _):
            return "\(FigureText.count(rare)) of \(FigureText.count(total)) classes are too rare for so few samples"
        case .accuracy(let accuracy, let chance, _):
            return
                "the class network is right on \(FigureText.spokenPercent(accuracy)), and guessing on \(FigureText.spokenPercent(chance))"
        case .unknownAccuracy: return "nothing tells whether the class network learnt anything"
        case .sharedRows(let shared, let total):
            return "\(Self.count(shared, of: total)) held-out rows are rows of the reference"
        case .nearRows(let near, let total):
            return "\(Self.count(near, of: total)) held-out rows are nearly rows of the reference"
        case .heldOutSamples(let copies, let total):
            return "\(Self.count(copies, of: total)) samples are held-out rows"
        case .drift: return "held-out data are told from the reference by plain statistics"
        case .preparation(let set, let fault): return Self.clause(fault, of: set)
        case .repeatedRows(let set, let repeated, let total):
            return "\(Self.count(repeated, of: total)) rows of the \(Self.plain(set)) repeat others"
        case .coarseLevels, .fractions, .blocks, .constantImages, nil:
            return "the check of \(plainTitle(check.name)) failed"
        }
    }

    /// What a check found, with its figure and its likely cause; empty where it passed.
    func sentence(_ check: Check) -> String { named(plainSentence(check)) }

    private func plainSentence(_ check: Check) -> String {
        switch check.finding {
        case nil: return ""
        case .rows(let set): return "The samples are \(Self.rows(set)), one after another in their order."
        case .fewRows(let set, let count, let needed): return Self.few(set, count, needed)
        case .rareClasses(let rare, let total, let share, let needed):
            return
                "\(rare) of \(total) classes, \(FigureText.spokenPercent(share)) of the real data, are so rare that fewer than "
                + "\(needed) of these samples should be of each: chance alone may leave them out."
        case .accuracy(let accuracy, let chance, let rows): return Self.accuracy(check, accuracy, chance, rows)
        case .unknownAccuracy:
            return "The class network could be tried on no image, because the reference is so small."
        case .sharedRows(let shared, let total):
            return
                "\(Self.count(shared, of: total)) held-out rows equal rows of the reference: is it the same file, or a part of it?"
        case .nearRows(let near, let total):
            return
                "\(Self.count(near, of: total)) held-out \(noun)s are nearly the same as one of the reference, far nearer than neighbours "
                + "are: altered copies, or frames of one film?"
        case .heldOutSamples(let copies, let total):
            return
                "\(Self.count(copies, of: total)) samples equal held-out rows that the reference does not hold: were --reference and "
                + "--held-out exchanged, or was the generator trained on them?"
        case .drift(let area, let rows):
            return
                "A classifier tells held-out rows from the reference's by plain statistics (area under the curve "
                + "\(FigureText.number(area, decimals: 2)), 0.5 is chance; \(FigureText.count(rows)) rows of each): were they prepared in "
                + "another way, or drawn from other data?"
        case .preparation(let set, let fault): return Self.said(fault, of: set)
        case .coarseLevels(let set, let levels, let expected):
            return
                "\(Self.name(set)) take \(levels) grey levels where about \(expected) were to be expected: rounded to fewer, or cut to black and "
                + "white?"
        case .fractions(let set, let share):
            let other = set == .reference ? "the samples' or held-out" : "the reference's"
            return
                "\(FigureText.spokenPercent(share)) of the values of \(Self.name(set).lowercasedFirst) lie between whole levels, where "
                + "\(other) are whole: saved without rounding?"
        case .blocks(let set, let ratio, let reference):
            return
                "\(Self.name(set)) step \(Self.percentMore(ratio)) at the borders of 8×8 blocks than elsewhere, the reference "
                + "\(Self.percentMore(reference)): one of them was saved as JPEG, or more strongly so?"
        case .repeatedRows(let set, let repeated, let total):
            return "\(Self.count(repeated, of: total)) rows of the \(Self.plain(set)) repeat an earlier one."
        case .constantImages(let constant, let total):
            return
                "\(Self.count(constant, of: total)) samples are of one level throughout: a network that died, or weights that were read "
                + "wrongly?"
        }
    }

    /// What to do about it; empty where the check passed.
    func advice(_ check: Check) -> String { named(plainAdvice(check)) }

    private func plainAdvice(_ check: Check) -> String {
        switch check.finding {
        case nil: return ""
        case .rows: return "Give the generator's samples."
        case .fewRows(.samples, _, _): return "Give more samples."
        case .fewRows(.reference, _, _): return "Give more of the real data."
        case .fewRows(.heldOut, _, _): return "Give more held-out data."
        case .rareClasses: return "Give more samples."
        case .accuracy(_, _, _) where check.outcome == .failed:
            return
                "Check that labels and \(noun)s are in the same order and that folders are classes; or choose --extractor pixels-pca64, which "
                + "needs none."
        case .accuracy: return "Read classes with the network's errors in mind."
        case .unknownAccuracy: return "Give more of the real data, or choose --extractor pixels-pca64."
        case .sharedRows where check.outcome == .noticed:
            return "Take them out where copying is to be told to the last row."
        case .sharedRows, .nearRows:
            return
                "Give data that the generator was not trained on and that are no copies of them, or leave --held-out away."
        case .heldOutSamples:
            return "Give as --reference what the generator was trained on, and as --held-out what it never saw."
        case .drift:
            return "Prepare both by the same program, and split one set at random."
        case .preparation(let set, let fault): return Self.remedy(fault, set)
        case .coarseLevels, .fractions: return "Save all of them by one rule, as 8-bit levels."
        case .blocks: return "Take the samples through the same compression, or the data from before it."
        case .repeatedRows: return "Take repetitions out, unless the data are like that."
        case .constantImages: return "Look at the samples, and try `ganeval inspect` on the checkpoint."
        }
    }

    // MARK: Parts of sentences

    /// Training data by their name where they are the reference.
    private func named(_ text: String) -> String {
        guard isOfAudit else { return text }
        return [
            ("--reference", "--training"), ("The reference data", "The training data"),
            ("the reference data", "the training data"), ("the reference", "the training data"),
            ("reference rows", "training rows"),
        ].reduce(text) { $0.replacing($1.0, with: $1.1) }
    }

    private static func count(_ part: Int, of total: Int) -> String {
        "\(FigureText.count(part)) of \(FigureText.count(total))"
    }

    private static func name(_ set: CheckedSet) -> String {
        switch set {
        case .samples: return "The samples"
        case .heldOut: return "The held-out data"
        case .reference: return "The reference data"
        }
    }

    private static func plain(_ set: CheckedSet) -> String {
        switch set {
        case .samples: return "samples"
        case .heldOut: return "held-out data"
        case .reference: return "reference"
        }
    }

    private static func rows(_ set: CheckedSet) -> String {
        set == .reference ? "rows of the reference" : "held-out rows"
    }

    private static func few(_ set: CheckedSet, _ count: Int, _ needed: Int) -> String {
        let found =
            "\(FigureText.count(count)) \(set == .samples ? "samples" : set == .reference ? "reference rows" : "held-out rows")"
        return set == .heldOut
            ? "\(found) leave the figures of real data uncertain; \(needed) are the least."
            : "\(found) are too few to judge by; \(needed) are the least."
    }

    private static func accuracy(_ check: Check, _ accuracy: Double, _ chance: Double, _ rows: Int) -> String {
        let found =
            "The class network names \(FigureText.spokenPercent(accuracy)) of \(FigureText.count(rows)) images set aside rightly; "
            + "always the commonest class would be right on \(FigureText.spokenPercent(chance))"
        return check.outcome == .failed
            ? "\(found): labels in another order, or folders that are no classes?" : "\(found)."
    }

    private static func said(_ fault: PreparationFault, of set: CheckedSet) -> String {
        let own = name(set)
        switch fault {
        case .unitRange(let greatest):
            return
                "\(own) hold no level above \(FigureText.trimmed(greatest)) of 255: values from 0 to 1 taken for grey levels?"
        case .lowerHalf(let greatest):
            return
                "\(own) end at level \(FigureText.trimmed(greatest)) of 255, where the others go to the end: values from −1 to 1 times 127?"
        case .upperHalf(let least):
            return "\(own) begin at level \(FigureText.trimmed(least)) of 255: values from 0 to 1 taken for −1 to 1?"
        case .inverted: return "\(own) fit the reference far better when they are inverted: black for white?"
        case .swappedChannels:
            return "\(own) fit the reference far better with the first and the last channel exchanged: BGR for RGB?"
        case .grey: return "\(own) are grey throughout, and the reference is coloured."
        case .narrow(let share):
            return
                "\(own) span only \(FigureText.spokenPercent(share)) of the reference's grey levels: scaled, or low in contrast?"
        }
    }

    private static func clause(_ fault: PreparationFault, of set: CheckedSet) -> String {
        let own = name(set).lowercasedFirst
        switch fault {
        case .unitRange: return "\(own) go from 0 to 1, and not to 255"
        case .lowerHalf, .upperHalf, .narrow: return "\(own) fill only a part of the grey levels"
        case .inverted: return "\(own) are inverted"
        case .swappedChannels: return "\(own) have exchanged channels"
        case .grey: return "\(own) are grey"
        }
    }

    private static func remedy(_ fault: PreparationFault, _ set: CheckedSet) -> String {
        switch fault {
        case .unitRange, .lowerHalf, .upperHalf, .narrow:
            return set == .samples
                ? "Write samples as levels from 0 to 255; of a checkpoint, see --range." : "Write levels from 0 to 255."
        case .inverted: return "Invert one of them."
        case .swappedChannels: return "Write the channels in the order red, green, blue."
        case .grey: return "Bring both to the same channels."
        }
    }

    private static func percentMore(_ ratio: Double) -> String {
        let more = (ratio - 1) * 100
        return "by \(FigureText.number(abs(more), decimals: 0)) % \(more >= 0 ? "more" : "less")"
    }
}

extension String {
    /// The same within a sentence.
    fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
