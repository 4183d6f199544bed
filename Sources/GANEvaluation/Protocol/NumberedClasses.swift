import GANData
import GANNumerics

/// A source whose labels have gaps or do not begin at 0, with its classes numbered 0, 1, … in the order of their labels.
///
/// A classifier has one output for each class then, and not one for each number up to the largest; the names say the labels.
struct NumberedClasses: SampleSource {
    private let base: any SampleSource
    let labels: [Int]?
    let classNames: [String]?
    /// The labels as the data hold them, which is how networks know their classes.
    var ownLabels: [Int]? { base.labels }
    /// The label of each class, ascending.
    let classes: [Int]

    /// `base` with its labels numbered by `classes`; one that is none of these gets a number behind all of them.
    private init(_ base: any SampleSource, classes: [Int], names: [String]?) {
        let numbers = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
        self.base = base
        self.classes = classes
        labels = base.labels.map { $0.map { numbers[$0] ?? classes.count } }
        classNames = names
    }

    var name: String { base.name }
    var count: Int { base.count }
    var shape: SampleShape { base.shape }
    var rule: String {
        let listed = classes.prefix(12).map(String.init).joined(separator: ", ") + (classes.count > 12 ? ", …" : "")
        return "\(base.rule); the labels \(listed) as \(classes.count) classes"
    }
    var guessedClasses: Int? { base.guessedClasses }
    var columnNames: [String]? { base.columnNames }
    var residentBytes: Int { base.residentBytes }
    func read(rows: Range<Int>) throws -> Matrix<Float> { try base.read(rows: rows) }
    func origin(of row: Int) -> String { base.origin(of: row) }
    /// The base's: content is what is in the file.
    func contentDigest() throws -> String { try base.contentDigest() }

    /// `plan` with such a reference in place of one whose labels have gaps and no names, and held-out data labelled alike.
    ///
    /// A stacked source stays: its modes are numbered by their digits, whichever of the thousand it has.
    static func numbered(_ plan: MeasuringPlan) -> MeasuringPlan {
        let reference = plan.reference
        guard let labels = reference.labels, reference.classNames == nil, reference.knownModes == nil,
            reference.stackedImages == nil
        else { return plan }
        let classes = Set(labels).sorted()
        guard let largest = classes.last, largest >= classes.count else { return plan }
        var plan = plan
        // Names that count from 0 name these labels too.
        plan.classNames = plan.classNames.map { given in
            given.count > largest ? classes.map { given[$0] } : given
        }
        let noun = reference.shape.isImage ? "class" : "mode"
        plan.reference = NumberedClasses(reference, classes: classes, names: classes.map { "\(noun) \($0)" })
        plan.heldOut = plan.heldOut.map { heldOut in
            heldOut.labels == nil
                ? heldOut : NumberedClasses(heldOut, classes: classes, names: heldOut.classNames)
        }
        return plan
    }
}
