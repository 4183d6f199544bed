public import OrderedCollections

/// How, when and where the numbers were made.
public struct RunRecord: Sendable, Equatable {
    /// Unique to the run.
    public var identifier: String
    /// The release that ran.
    public var toolVersion: String
    /// The command that makes the same report again.
    public var command: String
    /// ISO 8601, UTC.
    public var startedAt: String
    /// From start to end.
    public var seconds: Double
    /// CPU, threads, OpenBLAS kernel, operating system.
    public var machine: OrderedDictionary<String, String>
    /// Seconds by stage, in order.
    public var stages: OrderedDictionary<String, Double>

    /// A record of a run that somebody else made: `startedAt` in ISO 8601 and UTC, times in seconds.
    ///
    /// Nothing is checked.
    public init(
        identifier: String, toolVersion: String, command: String, startedAt: String, seconds: Double,
        machine: OrderedDictionary<String, String>, stages: OrderedDictionary<String, Double>
    ) {
        self.identifier = identifier
        self.toolVersion = toolVersion
        self.command = command
        self.startedAt = startedAt
        self.seconds = seconds
        self.machine = machine
        self.stages = stages
    }

    /// No run of a program: what a report has that a library's caller asked for and said nothing about.
    public static let none = RunRecord(
        identifier: "", toolVersion: "", command: "", startedAt: "", seconds: 0, machine: [:], stages: [:])
}
