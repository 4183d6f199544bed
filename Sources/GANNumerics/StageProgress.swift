/// How far a piece of work of several stages is.
public struct StageProgress: Sendable {
    /// What is being done, for people: "nearest training images".
    public var stage: String
    /// The finished share of the stage, 0 to 1.
    public var share: Double
    /// How many samples the whole stage goes through, where that tells something.
    public var count: Int?

    /// A stage of which `share` is done.
    public init(stage: String, share: Double, count: Int? = nil) {
        self.stage = stage
        self.share = share
        self.count = count
    }
}
