/// What was done to a training image to make the copy that was found.
public struct AuditTransformation: Sendable, Hashable, Codable {
    /// A stable word: "identity", "mirrored", "shifted", "mirrored_shifted", "rescaled", "mirrored_rescaled", "rotated", "mirrored_rotated",
    /// "contrast", "mirrored_contrast", "inverted", "mirrored_inverted", "recoloured", "patch", "features", "mirrored_features", "erased", "blended".
    public let name: String
    /// The figures, for people: "2 right, 1 up"; empty where there are none.
    public let detail: String

    /// A transformation by its family's name and what tells it from others of the family.
    public init(name: String, detail: String = "") {
        self.name = name
        self.detail = detail
    }

    static let identity = AuditTransformation(name: "identity")
}

/// A view of an image that may undo a transformation: mirrored first, then moved or enlarged.
struct ImageView: Sendable, Equatable {
    var isMirrored = false
    /// How far the sample lies below and right of the training image.
    var down = 0
    var right = 0
    /// By how much the sample is enlarged about its centre.
    var zoom = 1.0
    /// By how many degrees the sample is turned clockwise about its centre.
    var turn = 0.0

    /// All shifts up to `shift` but none at all, and small changes of size, each plain and mirrored; mirroring alone is left out
    /// as well.
    static func moved(shift: Int) -> [ImageView] {
        var views: [ImageView] = []
        for isMirrored in [false, true] {
            for down in -shift...shift {
                for right in -shift...shift where down != 0 || right != 0 {
                    views.append(ImageView(isMirrored: isMirrored, down: down, right: right))
                }
            }
            for zoom in [0.9, 0.95, 1.05, 1.1] { views.append(ImageView(isMirrored: isMirrored, zoom: zoom)) }
        }
        return views
    }

    /// Turns by up to 15 degrees, each plain and mirrored; between two of them a copy is at most 2.5 degrees off.
    static let turned = [false, true].flatMap { isMirrored in
        [-15.0, -10, -5, 5, 10, 15].map { ImageView(isMirrored: isMirrored, turn: $0) }
    }

    /// Whether its pixels lie between those of the image.
    var isInterpolated: Bool { zoom != 1 || turn != 0 }

    var transformation: AuditTransformation {
        let prefix = isMirrored ? "mirrored" : ""
        func named(_ word: String, _ detail: String) -> AuditTransformation {
            AuditTransformation(name: prefix.isEmpty ? word : prefix + "_" + word, detail: detail)
        }
        if zoom != 1 { return named("rescaled", "by \(zoom)") }
        if turn != 0 { return named("rotated", "by \(Int(turn)) degrees") }
        guard down != 0 || right != 0 else { return isMirrored ? .init(name: "mirrored") : .identity }
        var parts: [String] = []
        if right != 0 { parts.append("\(abs(right)) \(right > 0 ? "right" : "left")") }
        if down != 0 { parts.append("\(abs(down)) \(down > 0 ? "down" : "up")") }
        return named("shifted", parts.joined(separator: ", "))
    }
}
