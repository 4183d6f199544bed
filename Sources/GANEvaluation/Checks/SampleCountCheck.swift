/// There are samples and real rows enough to grade by.
enum SampleCountCheck: EvaluationCheck {
    static let name = Check.Name.sampleCount
    /// Fewer leave every share too uncertain.
    static let needed = 200
    /// Fewer held-out rows leave the figures of real data uncertain.
    static let neededHeldOut = 100

    static func run(_ context: CheckContext) -> Check? {
        let (samples, real) = (context.samples.count, context.real.count)
        let limit = Double(needed)
        if samples < needed {
            return failed(
                .fewRows(.samples, count: samples, needed: needed), figure: Double(samples), limit: limit,
                spoils: .distribution)
        }
        if real < needed {
            return failed(
                .fewRows(.reference, count: real, needed: needed), figure: Double(real), limit: limit,
                spoils: .distribution)
        }
        if let fresh = context.heldOut?.count, fresh < neededHeldOut {
            return noticed(
                .fewRows(.heldOut, count: fresh, needed: neededHeldOut), figure: Double(fresh),
                limit: Double(neededHeldOut))
        }
        return passed(figure: Double(samples), limit: limit)
    }
}
