/// The version of ganeval that this is; written into checkpoints and reports.
public enum ToolVersion {
    /// The version, as major, minor and patch number.
    public static let current = "0.1.0"
}
