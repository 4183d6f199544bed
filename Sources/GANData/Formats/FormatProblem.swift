public import GANText

/// What is wrong with a file by the rules of its own format, in the words of that format's reader.
public struct FormatProblem: ExplainedError, Equatable {
    /// The file, and the place within it.
    public let location: String
    /// What was found there, as a clause.
    public let fact: String
    /// What the format has there.
    public let expectation: String
    /// What to do about it.
    public let remedy: String

    package init(_ location: String, _ fact: String, expected expectation: String, _ remedy: String) {
        self.location = location
        self.fact = fact
        self.expectation = expectation
        self.remedy = remedy
    }

    /// What to do about a file that is damaged.
    static let refetch = "Fetch or make the file again."
}
