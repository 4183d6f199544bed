/// The words a section can be judged with, ordered by how much they speak against a generator.
public enum Grade: String, Sendable, CaseIterable, Codable, Comparable {
    case good, weak, alarming
    case cannotTell = "can't tell"

    /// good < can't tell < weak < alarming.
    public static func < (first: Grade, second: Grade) -> Bool { first.weight < second.weight }

    private var weight: Int {
        switch self {
        case .good: return 0
        case .cannotTell: return 1
        case .weak: return 2
        case .alarming: return 3
        }
    }
}
