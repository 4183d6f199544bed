import GANNumerics
import GANText

/// Points with the modes of another file, which they are drawn from.
///
/// Labels beside them are not read: the modes are what is counted, and names of modes are no names of other labels.
struct MixtureSource: SampleSource {
    private let base: any SampleSource
    let knownModes: KnownModes?

    /// Throws `DataError` for images, whose values no mode stands for, and for modes of another number of coordinates.
    init(_ base: any SampleSource, modesAt path: String) throws(DataError) {
        let modes = try KnownModesFile.read(path)
        guard case .vector(let width) = base.shape else {
            throw .format(
                FormatProblem(
                    path, "known modes are points, and \(base.name) holds images", expected: "a reference of points",
                    "Leave --known-modes out: labels, or regions without them, tell the modes of images."))
        }
        guard modes.centres.columns == width else {
            throw .format(
                FormatProblem(
                    path,
                    "the modes have \(modes.centres.columns) coordinates, and a sample of \(base.name) has \(width)",
                    expected: "centres of \(width) coordinates", "Give the modes of this reference."))
        }
        self.base = base
        knownModes = modes
        var digest = ContentDigest()
        digest.update([modes.centres.rows, modes.centres.columns])
        digest.update(modes.centres.scalars + modes.standardDeviations + modes.weights)
        rule =
            "\(base.rule), held against \(FigureText.count(modes.centres.rows, "known mode")) "
            + "(\(digest.hexadecimal().prefix(16)))"
    }

    var name: String { base.name }
    /// The base's, with the modes by their content: they decide figures as the rows do.
    let rule: String
    var count: Int { base.count }
    var shape: SampleShape { base.shape }
    var labels: [Int]? { nil }
    var classNames: [String]? { knownModes?.names }
    var columnNames: [String]? { base.columnNames }
    var residentBytes: Int { base.residentBytes }
    func read(rows: Range<Int>) throws -> Matrix<Float> { try base.read(rows: rows) }
    func origin(of row: Int) -> String { base.origin(of: row) }
    func contentDigest() throws -> String { try base.contentDigest() }
}
