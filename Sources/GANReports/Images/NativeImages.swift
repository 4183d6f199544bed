import GANData
import GANEvaluation
import GANNumerics

/// The images of a report at native size: files beside the page, or within it, that its pictures lead to.
struct NativeImages {
    /// Where they are.
    enum Place {
        /// Files in the folder `NativeImages.folder` beside the page.
        case folder
        /// In the page, as many as fit `NativeImages.mostEmbedded` bytes.
        case page
    }

    /// The folder beside the page.
    static let folder = "samples"
    /// What images within a page may take, as files.
    static let mostEmbedded = 12_000_000

    /// Whose images they are.
    enum Kind: String, CaseIterable {
        case sample, real
        case heldOut = "held-out"

        /// What one is called.
        var word: String {
            switch self {
            case .sample: return "sample"
            case .real: return "real row"
            case .heldOut: return "held-out row"
            }
        }
    }

    /// A PNG file.
    struct File {
        let name: String
        let bytes: [UInt8]
    }

    let files: [File]
    let place: Place
    private let names: Set<String>

    /// Encodes every image that is shown of `report`; throws where one can't be.
    init(_ report: EvaluationReport, place: Place) throws {
        self.place = place
        var files: [File] = []
        var names: Set<String> = []
        var total = 0
        if let shape = report.gallery.imageShape, !shape.isEmpty {
            for (kind, picture) in Self.pictures(report) where picture.image.count == shape.size {
                let name = Self.name(kind, picture.row)
                guard names.insert(name).inserted else { continue }
                let bytes = try Self.png(picture.image, shape)
                total += bytes.count
                if place == .page, total > Self.mostEmbedded {
                    names.remove(name)
                    break
                }
                files.append(File(name: name, bytes: bytes))
            }
        }
        self.files = files
        self.names = names
    }

    /// Where the image of a row leads to; nil where it is nowhere.
    func link(_ kind: Kind, _ row: Int) -> String? {
        let name = Self.name(kind, row)
        guard names.contains(name) else { return nil }
        return place == .folder ? "\(Self.folder)/\(name)" : "#view-\(name.dropLast(4))"
    }

    /// Whether a file of this name is one that a report writes.
    static func isOwn(_ name: String) -> Bool {
        guard name.hasSuffix(".png"), let kind = Kind.allCases.first(where: { name.hasPrefix($0.rawValue + "-") })
        else {
            return false
        }
        let digits = name.dropFirst(kind.rawValue.count + 1).dropLast(4)
        return digits.count >= 6 && digits.allSatisfy { $0.isASCII && $0.isNumber }
    }

    private static func name(_ kind: Kind, _ row: Int) -> String {
        let digits = String(row)
        return kind.rawValue + "-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits + ".png"
    }

    /// In the order of the page.
    private static func pictures(_ report: EvaluationReport) -> [(Kind, Gallery.Picture)] {
        let gallery = report.gallery
        var pictures: [(Kind, Gallery.Picture)] = gallery.real.map { (Kind.real, $0) }
        for row in 0..<gallery.random.rows {
            pictures.append((.sample, .init(row: row, image: Array(gallery.random.row(row)))))
        }
        for mode in report.modes?.modes ?? [] {
            for picture in mode.real { pictures.append((.real, picture)) }
            for picture in mode.samples { pictures.append((.sample, picture)) }
        }
        for (kind, judged) in [(Kind.sample, gallery.worst + gallery.best), (.heldOut, gallery.control)] {
            for one in judged {
                pictures.append((kind, .init(row: one.sample, image: one.image)))
                if let neighbour = one.neighbour { pictures.append((.real, neighbour)) }
            }
        }
        for pair in gallery.pairs {
            pictures.append((.sample, .init(row: pair.sample, image: pair.sampleImage)))
            pictures.append((.real, .init(row: pair.trainingRow, image: pair.trainingImage)))
        }
        return pictures
    }

    /// An image at native size; of two channels the first counts, and a fourth one (opacity) is left out.
    private static func png(_ image: [Float], _ shape: ImageShape) throws -> [UInt8] {
        let channels = shape.spriteChannels
        var pixels: [UInt8] = []
        pixels.reserveCapacity(shape.height * shape.width * channels)
        for pixel in 0..<shape.height * shape.width {
            for channel in 0..<channels {
                let value = image[pixel * shape.channels + (shape.channels == 2 ? 0 : channel)]
                pixels.append(value.isFinite ? UInt8(min(255, max(0, value.rounded()))) : 0)
            }
        }
        return try PNGEncoder.encode(
            pixels: pixels, height: shape.height, width: shape.width, channels: channels)
    }
}
