/// What a check found that did not pass, as data; `CheckWords` of `GANReports` says it.
public enum CheckFinding: Sendable, Equatable, Codable {
    /// The samples are rows of real data, one after another in their order.
    case rows(of: CheckedSet)
    /// Fewer rows than judging takes.
    case fewRows(CheckedSet, count: Int, needed: Int)
    /// So many of the classes are expected fewer than `needed` times among the samples; they hold a share of the real data.
    case rareClasses(Int, of: Int, share: Double, needed: Int)
    /// The share of images set aside that the class network names rightly, where always the commonest class would name `chance`.
    case accuracy(Double, chance: Double, rows: Int)
    /// No image was set aside, so nothing tells whether the class network learnt anything.
    case unknownAccuracy
    /// So many held-out rows equal rows of the reference.
    case sharedRows(Int, of: Int)
    /// So many held-out rows nearly equal rows of the reference.
    case nearRows(Int, of: Int)
    /// So many samples equal held-out rows that the reference does not hold.
    case heldOutSamples(Int, of: Int)
    /// How well held-out rows are told from the reference's: the area under the curve.
    case drift(area: Double, rows: Int)
    /// A set's values tell that it was prepared in another way than the reference.
    case preparation(CheckedSet, PreparationFault)
    /// A set uses so many levels where the other's spread would fill `expected`.
    case coarseLevels(CheckedSet, levels: Int, expected: Int)
    /// A share of a set's values lie between whole levels, where the other's are whole.
    case fractions(CheckedSet, share: Double)
    /// Steps at the borders of 8×8 blocks by the steps elsewhere.
    case blocks(CheckedSet, ratio: Double, reference: Double)
    /// So many rows of real data equal an earlier one.
    case repeatedRows(CheckedSet, Int, of: Int)
    /// So many samples are images of one level.
    case constantImages(Int, of: Int)
}

/// The sets that checks look at.
public enum CheckedSet: String, Sendable, Equatable, Codable {
    case samples, reference
    case heldOut = "held_out"
}

/// Ways in which values betray that they were prepared otherwise.
public enum PreparationFault: Sendable, Equatable, Codable {
    /// No level above this one, next to 1: values from 0 to 1 taken for levels.
    case unitRange(greatest: Double)
    /// Levels from 0 to 127.
    case lowerHalf(greatest: Double)
    /// Levels from 128 to 255.
    case upperHalf(least: Double)
    /// 255 minus the level fits the reference far better.
    case inverted
    /// The first channel is the reference's third.
    case swappedChannels
    /// Grey images beside coloured ones.
    case grey
    /// Levels span this share of the reference's span.
    case narrow(share: Double)
}
