/// The version of ganeval that this is; written into checkpoints and reports.
public enum ToolVersion {
    public static let current = "0.1.0"
}
