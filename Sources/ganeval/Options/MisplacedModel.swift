/// A model that was named as another command takes it: some by an option, some without one.
enum MisplacedModel {
    /// Commands that take the model as an argument, with what that is.
    private static let unnamed = [
        "sample": "the checkpoint", "export": "the checkpoint", "score": "the checkpoint", "inspect": "the file",
        "series": "a run or checkpoints", "compare": "both models",
    ]
    /// Options by which others take it.
    private static let options = ["--generator", "--generated", "--model", "--checkpoint"]
    private static let named: Set = ["report", "audit"]

    /// What to write instead, for arguments that the parser refused; nil for those that are not of this kind.
    static func hint(_ arguments: [String]) -> String? {
        guard let command = arguments.first else { return nil }
        let words = arguments.dropFirst()
        let option = options.first { option in words.contains { $0 == option || $0.hasPrefix(option + "=") } }
        if let what = unnamed[command], let option {
            return "\(command) takes \(what) without \(option): ganeval \(command) FILE …"
        }
        if named.contains(command), let first = words.first, !first.hasPrefix("-") {
            return
                "\(command) takes a checkpoint by --generator, samples that were made before by --generated: ganeval \(command) --generator \(first) …"
        }
        return nil
    }
}
