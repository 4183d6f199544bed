/// An error that tells a person what happened, where, what was expected and what to do.
///
/// Every module's error type conforms; the command line prints all four parts and exits with 1.
public protocol ExplainedError: Error, CustomStringConvertible {
    /// Where: a path, a tensor's name, a row and column.
    var location: String { get }
    /// What happened, as a sentence part without a full stop.
    var fact: String { get }
    /// What was expected instead.
    var expectation: String { get }
    /// What the person can do about it.
    var remedy: String { get }
}

extension ExplainedError {
    /// The four parts on one line, as test reports and logs show them.
    public var description: String { "\(location): \(fact); expected \(expectation). \(remedy)" }
}
