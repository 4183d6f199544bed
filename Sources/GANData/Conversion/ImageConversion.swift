/// What is done to images before anything looks at them, because somebody asked for it: colours, then a crop, then another size.
///
/// Images that are as asked for stay as they are, to the last bit; others become whole levels first, as an 8-bit file holds them.
public struct ImageConversion: Sendable, Hashable {
    /// How many channels images get.
    public enum Colours: String, Sendable, CaseIterable {
        /// Grey levels stand in all three channels.
        case rgb
        /// Pillow's `convert("L")`: (19595 R + 38470 G + 7471 B + 32768) / 65536, in whole numbers.
        case grey

        /// 3 or 1.
        var channels: Int { self == .rgb ? 3 : 1 }
    }

    /// What is cut off before images are resized.
    public enum Crop: String, Sendable, CaseIterable {
        /// All but the largest region of the target's proportions in the middle; half pixels go to the right and below.
        case centre
        /// Nothing: other proportions are stretched.
        case none
    }

    /// The size of the results; nil to leave sizes alone.
    public var size: ImageSize?
    /// How they get it.
    public var rule: ConversionRule
    /// What is cut off before.
    public var crop: Crop
    /// Their colours; nil to leave these alone.
    public var colours: Colours?

    /// A conversion; one without size and colours changes nothing.
    public init(
        size: ImageSize? = nil, rule: ConversionRule = .pillowLanczos, crop: Crop = .none, colours: Colours? = nil
    ) {
        self.size = size
        self.rule = rule
        self.crop = crop
        self.colours = colours
    }

    /// Whether nothing is asked for.
    public var isEmpty: Bool { size == nil && colours == nil }

    /// The shape that an image of `shape` gets.
    public func shape(of shape: ImageShape) -> ImageShape {
        ImageShape(
            height: size?.height ?? shape.height, width: size?.width ?? shape.width,
            channels: colours?.channels ?? shape.channels)
    }

    /// For protocols, of what is done to images of `shapes`: "resized to 64×64 by pil-lanczos in 8 bits, no crop, stretched; as rgb".
    ///
    /// Empty where all of them stay as they are.
    public func words(for shapes: some Sequence<ImageShape>) -> String {
        var parts: [String] = []
        var (isResized, isStretched, isRecoloured) = (false, false, false)
        for shape in shapes {
            if let colours, colours.channels != shape.channels { isRecoloured = true }
            guard let size, shape.height != size.height || shape.width != size.width else { continue }
            isResized = true
            if shape.height * size.width != shape.width * size.height { isStretched = true }
        }
        if let colours, isRecoloured { parts.append("as \(colours.rawValue)") }
        if let size, isResized {
            let cut = crop == .centre ? "centre crop" : isStretched ? "no crop, stretched" : "no crop"
            parts.append("resized to \(size) by \(rule.words), \(cut)")
        }
        return parts.joined(separator: "; ")
    }

    /// Which options bring images of one shape to another, as an error's remedy.
    public static func advice(from: ImageShape, to: ImageShape) -> String {
        var options: [String] = []
        if from.height != to.height || from.width != to.width {
            let side = to.height == to.width ? "\(to.height)" : "\(to.height)x\(to.width)"
            options.append("--resize \(side) (with --resize-rule and --crop as the training had them)")
        }
        if from.channels != to.channels { options.append("--as rgb or --as grey") }
        return "Add \(options.joined(separator: ", and ")); nothing is converted in silence."
    }

    /// What to do about samples of one shape where others have another.
    public static func advice(from: SampleShape, to: SampleShape) -> String {
        guard let from = from.imageShape, let to = to.imageShape else { return "Give samples of one kind." }
        return advice(from: from, to: to)
    }

    /// One image's values, `shape.size` of them, channels last; the result has `self.shape(of: shape).size`.
    func converted(_ values: SampleValues, shape: ImageShape) -> SampleValues {
        guard self.shape(of: shape) != shape else { return values }
        var pixels = values.quantized
        var channels = shape.channels
        if let colours, colours.channels != channels {
            pixels = colours == .rgb ? Self.coloured(pixels) : Self.greyed(pixels)
            channels = colours.channels
        }
        guard let size else { return .bytes(pixels) }
        var current = ImageSize(height: shape.height, width: shape.width)
        guard current != size else { return .bytes(pixels) }
        if crop == .centre {
            let region = Self.centre(of: current, like: size)
            pixels = Self.cut(pixels, width: current.width, channels: channels, to: region)
            current = region.size
        }
        if let filter = rule.filter {
            return .bytes(PillowResizer(from: current, to: size, filter: filter).resized(pixels, channels: channels))
        }
        let resizer = ImageResizer(from: current, to: size, channels: channels, rule: rule.floatRule)
        var result = [Float](repeating: 0, count: resizer.resultCount)
        pixels.map { Float($0) }.withUnsafeBufferPointer { source in
            result.withUnsafeMutableBufferPointer { resizer.resize(source, into: $0) }
        }
        return .bytes(GreyLevels.quantize(result))
    }

    /// The largest region in the middle of `whole` with the proportions of `target`.
    private static func centre(of whole: ImageSize, like target: ImageSize) -> ImageRegion {
        var (height, width) = (whole.height, whole.width)
        if whole.width * target.height > whole.height * target.width {
            width = max(1, whole.height * target.width / target.height)
        } else {
            height = max(1, whole.width * target.height / target.width)
        }
        let (top, left) = ((whole.height - height) / 2, (whole.width - width) / 2)
        return ImageRegion(rows: top..<top + height, columns: left..<left + width)
    }

    private static func cut(_ pixels: [UInt8], width: Int, channels: Int, to region: ImageRegion) -> [UInt8] {
        var kept: [UInt8] = []
        kept.reserveCapacity(region.rows.count * region.columns.count * channels)
        for row in region.rows {
            let start = (row * width + region.columns.lowerBound) * channels
            kept += pixels[start..<start + region.columns.count * channels]
        }
        return kept
    }

    private static func coloured(_ grey: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 3 * grey.count) { target, count in
            for (place, level) in grey.enumerated() {
                target[3 * place] = level
                target[3 * place + 1] = level
                target[3 * place + 2] = level
            }
            count = 3 * grey.count
        }
    }

    private static func greyed(_ colours: [UInt8]) -> [UInt8] {
        (0..<colours.count / 3).map { pixel -> UInt8 in
            let (red, green, blue) = (colours[3 * pixel], colours[3 * pixel + 1], colours[3 * pixel + 2])
            let sum: UInt32 = 19595 * UInt32(red) + 38470 * UInt32(green) + 7471 * UInt32(blue) + 0x8000
            return UInt8(sum >> 16)
        }
    }
}

extension SampleValues {
    /// The nearest whole levels.
    var quantized: [UInt8] {
        switch self {
        case .bytes(let bytes): return bytes
        case .floats(let floats): return GreyLevels.quantize(floats)
        }
    }
}
