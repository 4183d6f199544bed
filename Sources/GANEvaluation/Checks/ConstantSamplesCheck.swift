/// Samples are no images of one level: a network that gives nothing else was loaded wrongly, or is dead.
enum ConstantSamplesCheck: EvaluationCheck {
    static let name = Check.Name.constantSamples
    private static let limit = 0.5

    static func run(_ context: CheckContext) -> Check? {
        guard context.isImage, context.samples.count > 0 else { return nil }
        func share(_ facts: SetFacts) -> Double {
            Double(facts.fingerprints.count { $0 == 0 }) / Double(max(1, facts.count))
        }
        let found = share(context.samples)
        guard found > limit, share(context.real) < found / 2 else { return passed(figure: found, limit: limit) }
        let count = context.samples.fingerprints.count { $0 == 0 }
        return noticed(.constantImages(count, of: context.samples.count), figure: found, limit: limit)
    }
}
