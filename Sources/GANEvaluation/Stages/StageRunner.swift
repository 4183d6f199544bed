import GANNumerics

/// Runs the stages of an evaluation and tells who listens how far each is.
struct StageRunner {
    let progress: @Sendable (StageProgress) -> Void
    /// Called at the end of each stage, with its name.
    let finished: (String) -> Void

    /// Runs `body` as the stage `name`; it hands on the finished share.
    func callAsFunction<Result>(
        _ name: String, count: Int? = nil, _ body: (@escaping @Sendable (Double) -> Void) throws -> Result
    ) rethrows -> Result {
        let progress = progress
        progress(StageProgress(stage: name, share: 0, count: count))
        let result = try body { progress(StageProgress(stage: name, share: $0, count: count)) }
        finished(name)
        return result
    }
}
