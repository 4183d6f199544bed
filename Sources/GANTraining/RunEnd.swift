/// How a training run ended, as its folder tells whoever watches it.
///
/// A run that was stopped or killed has none; one that goes on takes it away until it ends again.
public struct RunEnd: Sendable, Equatable, Codable {
    /// The file's name in the run's folder.
    public static let fileName = "done.json"
    static let name = "ganeval.run-end/1"

    var schema = name
    /// The last step.
    public var step: Int
    /// Whether it ended because a loss was not finite.
    public var hasDiverged: Bool

    init(step: Int, hasDiverged: Bool) {
        self.step = step
        self.hasDiverged = hasDiverged
    }

    enum CodingKeys: String, CodingKey {
        case schema, step
        case hasDiverged = "diverged"
    }
}
