import ArgumentParser

/// The real data of a comparison, without which reports can be compared.
struct CompareTarget: ParsableArguments {
    @Option(help: ArgumentHelp("Real data that all are held against.", valueName: "source"), completion: .file())
    var reference: String?
}

/// How `compare` tests differences.
struct CompareTest: ParsableArguments {
    @Option(help: "How many times samples change places at random; the smallest p-value is one over this.")
    var permutations = 2000
}

/// Where a comparison goes, what of it is printed, and what it ends with.
struct CompareOutput: ParsableArguments {
    @Option(help: ArgumentHelp("Where to write.", valueName: "folder"), completion: .directory)
    var out: String

    @Flag(help: "End with code 3 when a candidate is worse than the baseline by any metric.")
    var failIfWorse = false

    @Flag(help: "Print compare.json on standard output instead of the summary.")
    var json = false
}
