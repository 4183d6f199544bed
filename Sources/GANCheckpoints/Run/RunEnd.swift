/// How a training run ended, as its folder tells whoever watches it.
///
/// A run that was stopped or killed has none; one that goes on takes it away until it ends again.
package struct RunEnd: Sendable, Equatable, Codable {
    /// The file's name in the run's folder.
    package static let fileName = "done.json"
    static let name = "ganeval.run-end/1"

    var schema = name
    /// The last step.
    package var step: Int
    /// Whether it ended because a loss was not finite.
    package var hasDiverged: Bool

    package init(step: Int, hasDiverged: Bool) {
        self.step = step
        self.hasDiverged = hasDiverged
    }

    enum CodingKeys: String, CodingKey {
        case schema, step
        case hasDiverged = "diverged"
    }
}
