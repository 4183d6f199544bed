import ArgumentParser

/// The reference of commands that can't do without one.
struct ReferenceOption: ParsableArguments {
    @Option(help: ArgumentHelp("What the generator was trained on.", valueName: "source"), completion: .file())
    var reference: String

    /// Throws for a model that was given as data.
    func checkKinds() throws { try ExchangedArgument.check(source: reference, option: "--reference") }
}

/// Real data beside the reference, and the classes of both.
struct RealDataOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Real data of the same kind that was not trained on.", valueName: "source"),
        completion: .file())
    var heldOut: String?

    @Option(
        help: ArgumentHelp("Labels of the reference, where its files do not hold them.", valueName: "file"),
        completion: .file())
    var referenceLabels: String?

    @Option(
        name: .customLong("class-names"),
        help: ArgumentHelp("Names of the reference's classes in the order of their numbers.", valueName: "name,…"))
    var joinedClassNames: String?

    /// What these options read.
    var inputs: [OutputFolder.Input] {
        [("the held-out data", heldOut), ("the reference's labels", referenceLabels)]
    }

    /// Throws for a model that was given as data, and for names that name nothing.
    func checkKinds() throws {
        _ = try CommandText.names(joinedClassNames, option: "--class-names")
        if let heldOut { try ExchangedArgument.check(source: heldOut, option: "--held-out") }
    }
}
