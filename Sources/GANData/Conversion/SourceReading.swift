/// What a person says about reading sources, beyond their names; the sources' rules tell what came of it.
public struct SourceReading: Sendable, Hashable {
    /// What is done to images.
    public var conversion: ImageConversion
    /// The values of black and white in arrays of floats; nil for the range that the values show.
    public var range: ClosedRange<Float>?
    /// Whether floats outside of their range are cut to it instead of being refused.
    public var clips: Bool
    /// The columns of tables, by their names and in their order, where the data beside have such; a table without names is taken as it is.
    public var columns: [String]?

    /// Whether something was asked for that may change values.
    public var changesValues: Bool { !conversion.isEmpty || range != nil || clips }

    /// Everything as it is stored, unless something else is said.
    public init(conversion: ImageConversion = ImageConversion(), range: ClosedRange<Float>? = nil, clips: Bool = false)
    {
        self.conversion = conversion
        self.range = range
        self.clips = clips
    }
}
