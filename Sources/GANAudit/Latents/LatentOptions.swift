/// How hard to look for latent vectors that give chosen rows.
public struct LatentOptions: Sendable, Equatable {
    /// Training rows, and as many held-out rows, to recover; 0 recovers none.
    public var rows: Int
    /// The most copied training rows that are recovered beside them.
    public var copiedRows: Int
    /// Copies whose surroundings are walked through.
    public var interpolatedCopies: Int
    /// Starts and steps by gradients: after each part only so many of a row's starts go on.
    public var gradientSchedule: [Part]
    /// Starts and rounds of the search, for generators without gradients.
    public var searchSchedule: [Part]
    /// The seed of the samples' series, and of every choice.
    public var seed: UInt64

    /// One part of a schedule.
    public struct Part: Sendable, Equatable {
        /// Starts that take part in it, for each row.
        public var starts: Int
        /// Steps of each start.
        public var steps: Int

        /// So many steps of so many starts.
        public init(starts: Int, steps: Int) {
            self.starts = starts
            self.steps = steps
        }
    }

    /// How many rows are recovered with gradients unless told otherwise; without them none is.
    public static let usualRows = 32
    /// The most rows of each kind.
    public static let largestRows = 10_000

    /// The usual options, but for what is named.
    public init(
        rows: Int, copiedRows: Int = 8, interpolatedCopies: Int = 4,
        gradientSchedule: [Part] = [
            .init(starts: 4, steps: 50), .init(starts: 2, steps: 75), .init(starts: 1, steps: 125),
        ],
        searchSchedule: [Part] = [.init(starts: 2, steps: 4), .init(starts: 1, steps: 26)], seed: UInt64
    ) {
        self.rows = rows
        self.copiedRows = copiedRows
        self.interpolatedCopies = interpolatedCopies
        self.gradientSchedule = gradientSchedule
        self.searchSchedule = searchSchedule
        self.seed = seed
    }

    func check() throws(AuditError) {
        guard (0...Self.largestRows).contains(rows) else {
            throw .invalidOption(name: "rows to recover", value: "\(rows)", allowed: "0 to \(Self.largestRows)")
        }
        guard copiedRows >= 0, interpolatedCopies >= 0 else {
            throw .invalidOption(
                name: "copies to look at", value: "\(min(copiedRows, interpolatedCopies))", allowed: "at least 0")
        }
        for schedule in [gradientSchedule, searchSchedule] {
            let isFalling = zip(schedule, schedule.dropFirst()).allSatisfy { $0.starts >= $1.starts }
            guard isFalling, !schedule.isEmpty, schedule.allSatisfy({ $0.starts > 0 && $0.steps > 0 }) else {
                throw .invalidOption(
                    name: "schedule", value: "\(schedule.map { "\($0.starts)×\($0.steps)" })",
                    allowed: "parts of at least one start and step, with ever fewer starts")
            }
        }
    }
}
