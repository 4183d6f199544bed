public import ArgumentParser
public import GANData
import GANModels

extension ConversionRule: ExpressibleByArgument {}
extension ImageConversion.Colours: ExpressibleByArgument {}
extension ImageConversion.Crop: ExpressibleByArgument {}

/// What is done to all images of a run before anything looks at them: nothing, unless it is asked for.
struct ConversionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Bring all images to this size: one number, or height x width. Default: as they are, and other sizes are refused.",
            valueName: "64|48x64"))
    var resize: String?

    @Option(
        help: ArgumentHelp(
            "How: \(ConversionRule.allCases.map(\.rawValue).joined(separator: ", ")). Default: \(ConversionRule.pillowLanczos.rawValue).",
            valueName: "rule"))
    var resizeRule: ConversionRule?

    @Option(
        help:
            "What is cut off before: centre keeps the largest middle part of the new proportions, none stretches. Default: none."
    )
    var crop: ImageConversion.Crop?

    @Option(name: .customLong("as"), help: "Make all images rgb or grey. Default: as they are.")
    var colours: ImageConversion.Colours?

    @Flag(help: "Cut floats that lie outside of their range to it; the share is said. Default: they are refused.")
    var clip = false

    /// The greatest side that images are brought to.
    private static let greatestSide = 4096

    /// Whether nothing was asked for.
    var isUsual: Bool { resize == nil && resizeRule == nil && crop == nil && colours == nil && !clip }

    /// Checked after parsing, so that a misspelt option is named first.
    func check() throws { _ = try reading() }

    /// What is done, with the range of floats where samples have one; throws for a size that is none, and for a rule or crop without one.
    func reading(range: ValueRange? = nil) throws -> SourceReading {
        let size = try size()
        if size == nil, resizeRule != nil || crop != nil {
            throw ValidationError("--resize-rule and --crop go with --resize.")
        }
        return SourceReading(
            conversion: ImageConversion(
                size: size, rule: resizeRule ?? .pillowLanczos, crop: crop ?? .none, colours: colours),
            range: range.map { $0.low...$0.high }, clips: clip)
    }

    private func size() throws -> ImageSize? {
        guard let resize else { return nil }
        let sides = resize.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        guard (1...2).contains(sides.count), sides.allSatisfy({ (1...Self.greatestSide).contains($0) }) else {
            throw ValidationError(
                "--resize is '\(resize)'; expected a side of 1 to \(Self.greatestSide) pixels, or height x width, as in 48x64."
            )
        }
        return ImageSize(height: sides[0], width: sides[sides.count - 1])
    }
}
