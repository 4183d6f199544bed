public import GANData
import GANNumerics

/// The classes that samples of a conditional generator have.
public enum GeneratorLabels: Sendable, Equatable {
    /// Each sample's own, drawn uniformly from its own stream.
    case uniform
    /// The same for all.
    case one(Int)
    /// 0, 1, 2, … and over again.
    case balanced
    /// Those of a list in its order, and over again; `name` is the list's for people.
    case listed([Int], name: String)
    /// Each sample's own, drawn from a list by its own stream: as frequent as they are there.
    case drawn([Int], name: String)

    /// As `drawn`, from the reference's labels, which whoever opens the reference must put in.
    case reference

    /// The class of sample `number`; classes are 0 ..< `classes`.
    func label(_ number: Int, classes: Int, _ stream: SeededGenerator) -> Int {
        switch self {
        case .uniform, .reference: return draw(number, below: classes, stream)
        case .one(let label): return label
        case .balanced: return number % classes
        case .listed(let labels, _): return labels[number % labels.count]
        case .drawn(let labels, _): return labels[draw(number, below: labels.count, stream)]
        }
    }

    /// The classes of samples `rows`.
    func labels(_ rows: Range<Int>, classes: Int, _ stream: SeededGenerator) -> [Int] {
        rows.map { label($0, classes: classes, stream) }
    }

    private func draw(_ number: Int, below count: Int, _ stream: SeededGenerator) -> Int {
        var labels = stream.split("labels").split(number)
        return labels.index(below: count)
    }

    /// The first label that no class has, with its place; nil where all fit, "no labels" is none either.
    func misfit(classes: Int) -> String? {
        switch self {
        case .uniform, .balanced: return nil
        case .reference: return "no reference is read here whose labels could be drawn"
        case .one(let label):
            return (0..<classes).contains(label) ? nil : "class \(label) is none of its \(classes), 0 to \(classes - 1)"
        case .listed(let labels, let name), .drawn(let labels, let name):
            if labels.isEmpty { return "\(name) holds no labels" }
            guard let row = labels.firstIndex(where: { !(0..<classes).contains($0) }) else { return nil }
            return
                "label \(labels[row]) of row \(row) of \(name) is none of its \(classes) classes, 0 to \(classes - 1)"
        }
    }

    /// How they come about, for people and protocols: "drawn uniformly".
    var words: String {
        switch self {
        case .uniform: "drawn uniformly"
        case .reference: "drawn from the reference's labels"
        case .one(let label): "all of class \(label)"
        case .balanced: "each in turn"
        case .listed(let labels, let name): "the \(labels.count) labels of \(name) in their order"
        case .drawn(let labels, let name): "drawn from the \(labels.count) labels of \(name)"
        }
    }

    /// What decides them, for digests.
    var key: [String] {
        switch self {
        case .uniform: []
        case .reference: ["reference"]
        case .one(let label): ["class \(label)"]
        case .balanced: ["balanced"]
        case .listed(let labels, _): ["listed"] + labels.map(String.init)
        case .drawn(let labels, _): ["drawn"] + labels.map(String.init)
        }
    }

    /// The labels of `source` in the place of the reference's.
    func filled(from source: any SampleSource) -> GeneratorLabels {
        self == .reference ? .drawn(source.labels ?? [], name: source.name) : self
    }
}

extension ModelOptions {
    /// The options with the labels of the reference, where these are asked for.
    public func takingLabels(from reference: any SampleSource) -> ModelOptions {
        var options = self
        options.labels = labels?.filled(from: reference)
        return options
    }
}
