public import GANData
import GANFiles
import GANText

/// How images become features: a network, what goes into it, and which of its outputs are what.
///
/// As YAML:
///
///     name: my-encoder
///     model: encoder.onnx            # beside this file
///     input:
///       size: [224, 224]             # height, width
///       resize: pil-bicubic          # a rule of GANData's `ResizeRule`
///       shorter: 256                 # resize the shorter side to this, then crop the middle; left out: stretch
///       layout: nchw                 # or nhwc
///       channels: rgb                # or bgr, grey
///       subtract: [123.675, 116.28, 103.53]   # in grey levels, 0 to 255; one number or one a channel
///       divide: [58.395, 57.12, 57.375]
///     outputs:
///       features: embedding
///       logits: logits               # left out where the network is no classifier
///     classes: [cat, dog]            # their names in the order of the logits; left out where unknown
public struct ExtractorDescription: Sendable, Equatable {
    /// What it is called on the command line and in protocols.
    public var name: String
    /// What computes the features.
    public var network: Network
    /// What images are made into before.
    public var input: Input
    /// Which of the network's outputs are what.
    public var outputs: Outputs
    /// What the logits or probabilities speak of; nil where nobody says.
    public var classes: Classes?
    /// Images in one run.
    public var batch: Int

    /// What computes the features.
    public enum Network: Sendable, Equatable {
        /// An ONNX file, by its path and, once added, the SHA-256 of its content.
        case onnx(path: String, sha256: String?)
        /// A network that ganeval builds itself from a file of weights.
        case builtin(BuiltinNetwork)
    }

    /// What happens to an image before the network sees it, in this order: resize, crop, channels, subtract, divide.
    public struct Input: Sendable, Equatable {
        /// The input's name in the model, where it has several.
        public var name: String?
        /// The height that images are resized or cropped to, in pixels.
        public var height: Int
        /// The width, in pixels.
        public var width: Int
        /// Where the channels stand in the network's input.
        public var layout = ImageLayout.channelsFirst
        /// Which channels, in which order.
        public var channels = Channels.rgb
        /// How images are resized.
        public var resize: ResizeRule
        /// The length of the shorter side before the middle is cropped; nil to stretch to the size.
        public var shorter: Int?
        /// Whether resized values are rounded to whole grey levels, as tools do that resize 8-bit images.
        public var round = false
        /// In grey levels, one number a channel or one for all.
        public var subtract: [Float] = [0]
        /// What values are divided by after `subtract`, one number a channel or one for all; never 0.
        public var divide: [Float] = [255]
    }

    /// Which channels a network reads, in which order.
    public enum Channels: String, Sendable, CaseIterable {
        case rgb, bgr, grey

        var count: Int { self == .grey ? 1 : 3 }
    }

    /// The classes of a network that is a classifier.
    public enum Classes: Sendable, Equatable {
        /// By name, in the order of the scores.
        case named([String])
        /// By where they come from, in a few words.
        case unnamed(String)
    }

    /// The names of the network's outputs.
    public struct Outputs: Sendable, Equatable {
        /// What metrics are computed from, `[n, d]`.
        public var features: String
        /// Class scores before the softmax.
        public var logits: String?
        /// Class probabilities, where the network gives those instead.
        public var probabilities: String?
        /// Features of places, for the spatial Fréchet distance.
        public var spatial: String?
    }
}

extension ExtractorDescription: Codable {
    private enum Keys: String, CodingKey, CaseIterable { case name, model, sha256, input, outputs, classes, batch }
    private enum InputKeys: String, CodingKey, CaseIterable {
        case name, size, resize, shorter, layout, channels, round, subtract, divide
    }
    private enum OutputKeys: String, CodingKey, CaseIterable { case features, logits, probabilities, spatial }

    /// Reads the document; throws `DecodingError` with the key where it isn't as described above.
    public init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownKeys(Keys.self)
        let container = try decoder.container(keyedBy: Keys.self)
        name = try container.decode(String.self, forKey: .name)
        network = .onnx(
            path: try container.decode(String.self, forKey: .model),
            sha256: try container.decodeIfPresent(String.self, forKey: .sha256))
        batch = try container.decodeIfPresent(Int.self, forKey: .batch) ?? 16
        try container.require((1...1024).contains(batch), .batch, "is \(batch), expected 1 to 1024")
        let lettersAndMarks = name.utf8.allSatisfy {
            (48...57).contains($0) || (97...122).contains($0 | 32) || "-_.".utf8.contains($0)
        }
        try container.require(
            !name.isEmpty && name.count <= 100 && !name.hasPrefix(".") && lettersAndMarks, .name,
            "is \"\(name)\", expected letters, digits, -, _ and .")
        let input = try container.superDecoder(forKey: .input)
        try input.refuseUnknownKeys(InputKeys.self)
        self.input = try Self.input(input.container(keyedBy: InputKeys.self))
        let outputs = try container.superDecoder(forKey: .outputs)
        try outputs.refuseUnknownKeys(OutputKeys.self)
        let named = try outputs.container(keyedBy: OutputKeys.self)
        self.outputs = Outputs(
            features: try named.decode(String.self, forKey: .features),
            logits: try named.decodeIfPresent(String.self, forKey: .logits),
            probabilities: try named.decodeIfPresent(String.self, forKey: .probabilities),
            spatial: try named.decodeIfPresent(String.self, forKey: .spatial))
        try named.require(
            self.outputs.logits == nil || self.outputs.probabilities == nil, .probabilities, "excludes logits")
        classes = try Self.classes(container, outputs: self.outputs)
    }

    private static func classes(_ container: KeyedDecodingContainer<Keys>, outputs: Outputs) throws -> Classes? {
        guard let names = try container.decodeIfPresent([String].self, forKey: .classes) else { return nil }
        try container.require(
            outputs.logits != nil || outputs.probabilities != nil, .classes,
            "names classes, but the outputs have neither logits nor probabilities")
        try container.require(
            (2...greatestClassCount).contains(names.count), .classes,
            "holds \(names.count) names, expected 2 to \(greatestClassCount)")
        try container.require(
            names.allSatisfy { !$0.isEmpty && $0.count <= 200 }, .classes,
            "holds a name that is empty or longer than 200 characters")
        return .named(names)
    }

    /// More classes are no classifier's that anybody has.
    private static let greatestClassCount = 100_000

    private static func input(_ container: KeyedDecodingContainer<InputKeys>) throws -> Input {
        let size = try container.decode([Int].self, forKey: .size)
        try container.require(
            size.count == 2 && size.allSatisfy { (1...8192).contains($0) }, .size,
            "is \(size), expected height and width, 1 to 8192")
        let name = try container.decode(String.self, forKey: .resize)
        guard let rule = ResizeRule(rawValue: name) else {
            let rules = ResizeRule.allCases.map(\.rawValue)
            throw container.refusal(
                .resize,
                "is \"\(name)\", expected one of \(rules.joined(separator: ", ")).\(NearestName.question(name, in: rules))"
            )
        }
        var input = Input(height: size[0], width: size[1], resize: rule)
        input.name = try container.decodeIfPresent(String.self, forKey: .name)
        input.shorter = try container.decodeIfPresent(Int.self, forKey: .shorter)
        if let shorter = input.shorter {
            try container.require(
                (max(size[0], size[1])...8192).contains(shorter), .shorter,
                "is \(shorter), expected \(max(size[0], size[1])) to 8192")
        }
        if let text = try container.decodeIfPresent(String.self, forKey: .layout) {
            guard let layout = ImageLayout(rawValue: text) else {
                throw container.refusal(.layout, "is \"\(text)\", expected nchw or nhwc")
            }
            input.layout = layout
        }
        if let text = try container.decodeIfPresent(String.self, forKey: .channels) {
            guard let channels = Channels(rawValue: text) else {
                throw container.refusal(.channels, "is \"\(text)\", expected rgb, bgr or grey")
            }
            input.channels = channels
        }
        input.round = try container.decodeIfPresent(Bool.self, forKey: .round) ?? false
        func levels(_ key: InputKeys, _ otherwise: [Float]) throws -> [Float] {
            guard container.contains(key) else { return otherwise }
            let values =
                try (try? container.decode(Float.self, forKey: key)).map { [$0] }
                ?? container.decode([Float].self, forKey: key)
            try container.require(
                values.allSatisfy(\.isFinite) && [1, input.channels.count].contains(values.count), key,
                "is \(values), expected one number or one for each channel")
            return values
        }
        input.subtract = try levels(.subtract, [0])
        input.divide = try levels(.divide, [255])
        try container.require(!input.divide.contains(0), .divide, "holds a zero")
        return input
    }

    /// Writes the document that `init(from:)` reads.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Keys.self)
        try container.encode(name, forKey: .name)
        if case .onnx(let path, let sha256) = network {
            try container.encode(path, forKey: .model)
            try container.encodeIfPresent(sha256, forKey: .sha256)
        }
        if case .named(let names)? = classes { try container.encode(names, forKey: .classes) }
        try container.encode(batch, forKey: .batch)
        var input = container.nestedContainer(keyedBy: InputKeys.self, forKey: .input)
        try input.encodeIfPresent(self.input.name, forKey: .name)
        try input.encode([self.input.height, self.input.width], forKey: .size)
        try input.encode(self.input.resize.rawValue, forKey: .resize)
        try input.encodeIfPresent(self.input.shorter, forKey: .shorter)
        try input.encode(self.input.layout.rawValue, forKey: .layout)
        try input.encode(self.input.channels.rawValue, forKey: .channels)
        try input.encode(self.input.round, forKey: .round)
        try input.encode(self.input.subtract, forKey: .subtract)
        try input.encode(self.input.divide, forKey: .divide)
        var outputs = container.nestedContainer(keyedBy: OutputKeys.self, forKey: .outputs)
        try outputs.encode(self.outputs.features, forKey: .features)
        try outputs.encodeIfPresent(self.outputs.logits, forKey: .logits)
        try outputs.encodeIfPresent(self.outputs.probabilities, forKey: .probabilities)
        try outputs.encodeIfPresent(self.outputs.spatial, forKey: .spatial)
    }
}

extension ExtractorDescription {
    /// The preprocessing in words, for the protocol: "pil-bicubic to 224×224, (x - 127) / 128, rgb".
    public var resizeRule: String {
        let fit = input.shorter.map { ", shorter side to \($0), middle cropped" } ?? ""
        func text(_ values: [Float]) -> String {
            values.count == 1 ? "\(values[0])" : "[\(values.map { "\($0)" }.joined(separator: ", "))]"
        }
        return
            "\(input.resize.rawValue) to \(input.height)×\(input.width)\(fit)\(input.round ? ", whole grey levels" : ""), "
            + "(x - \(text(input.subtract))) / \(text(input.divide)), \(input.channels.rawValue)"
    }
}
