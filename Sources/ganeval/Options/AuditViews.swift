import ArgumentParser
import GANAudit
import GANNumerics
import GANText

/// The names of transformations on the command line.
enum AuditViews {
    static let names = AuditOptions.Channel.allCases.map(\.rawValue)

    /// The channels of "mirrored,moved"; the usual ones for nil, all of them for "all", none for "none".
    static func parse(_ text: String?) throws -> Set<AuditOptions.Channel> {
        guard let words = CommandText.list(text) else { return AuditOptions.Channel.usual }
        if words == ["all"] { return Set(AuditOptions.Channel.allCases) }
        if words == ["none"] { return [] }
        return Set(
            try words.map { word in
                guard let channel = AuditOptions.Channel(rawValue: word) else {
                    throw ValidationError(
                        "There is no transformation '\(word)'.\(NearestName.question(word, in: names)) "
                            + "Transformations: \(names.joined(separator: ", ")); or all, or none.")
                }
                return channel
            })
    }
}
