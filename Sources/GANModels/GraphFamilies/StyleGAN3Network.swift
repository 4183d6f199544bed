import Foundation
import GANNumerics

/// The sampling rates and frequencies of a StyleGAN3 generator.
///
/// A pickle's modules hold them. Of a state dict they follow from the published configuration, which the layers' names must agree with:
/// first cutoff 2, first stopband 2^2.1, last stopband 2^0.3 above the last cutoff, two critically sampled layers, non-linearities at
/// twice the rate. Karras et al. 2021, 2106.12423, section 3.2 and appendix.
struct StyleGAN3Schedule {
    /// A layer's name, the sides that it takes and makes, and what it does between.
    struct Layer {
        var name: String
        var input: (width: Int, height: Int)
        var output: (width: Int, height: Int)
        var up: Int
        var down: Int
        /// Before and after, of columns, then of rows.
        var padding: [Int]?
        var isColour: Bool
    }

    var inputSize: (width: Int, height: Int)
    var samplingRate: Double
    var bandwidth: Double
    var layers: [Layer]

    /// The layers' names in their order: "L0_36_512".
    static func names(_ order: [String]) -> [String] {
        let suffix = ".affine.weight"
        let all = order.filter { $0.hasPrefix("synthesis.L") && $0.hasSuffix(suffix) }.map {
            String($0.dropLast(suffix.count))
        }
        func number(_ name: String) -> Int { Int(name.dropFirst(11).prefix { $0.isNumber }) ?? 0 }
        return all.sorted { number($0) < number($1) }
    }

    /// From the modules' attributes; nil where one of them is missing.
    static func stored(_ weights: GraphWeights, names: [String]) -> StyleGAN3Schedule? {
        func pair(_ module: String, _ name: String) -> (width: Int, height: Int)? {
            guard let values = weights.numbers(module, name), let first = values.first, let last = values.last,
                [first, last].allSatisfy({ $0 >= 1 && $0 <= 8192 && $0 == $0.rounded() })
            else { return nil }
            return (Int(first), Int(last))
        }
        func whole(_ module: String, _ name: String) -> Int? {
            guard let value = weights.number(module, name), value >= 1, value <= 64, value == value.rounded() else {
                return nil
            }
            return Int(value)
        }
        guard let size = pair("synthesis.input", "size"), let rate = weights.number("synthesis.input", "sampling_rate"),
            let bandwidth = weights.number("synthesis.input", "bandwidth")
        else { return nil }
        var layers: [Layer] = []
        for name in names {
            guard let input = pair(name, "in_size"), let output = pair(name, "out_size"),
                let up = whole(name, "up_factor"), let down = whole(name, "down_factor"),
                let padding = weights.numbers(name, "padding"), padding.count == 4,
                padding.allSatisfy({ abs($0) <= 8192 && $0 == $0.rounded() })
            else { return nil }
            layers.append(
                Layer(
                    name: name, input: input, output: output, up: up, down: down, padding: padding.map { Int($0) },
                    isColour: weights.flag(name, "is_torgb") ?? (name == names.last)))
        }
        return StyleGAN3Schedule(inputSize: size, samplingRate: rate, bandwidth: bandwidth, layers: layers)
    }

    /// From the names alone; nil where the sides in them are not those of the published configuration.
    static func published(names: [String]) -> StyleGAN3Schedule? {
        let sides = names.map { Int($0.split(separator: "_").dropFirst().first ?? "") ?? 0 }
        let count = names.count - 1
        guard count >= 3, let side = sides.last, side >= 8, side <= 8192, sides.allSatisfy({ $0 > 0 && $0 <= 8192 })
        else {
            return nil
        }
        let (firstCutoff, firstStopband) = (2.0, pow(2, 2.1))
        let lastCutoff = Double(side) / 2
        let lastStopband = lastCutoff * pow(2, 0.3)
        func rate(_ layer: Int) -> Double {
            let exponent = min(Double(layer) / Double(count - 2), 1)
            let stopband = firstStopband * pow(lastStopband / firstStopband, exponent)
            return exp2(ceil(log2(min(stopband * 2, Double(side)))))
        }
        let rates = (0...count).map(rate)
        let margin = sides[0] - Int(rates[0])
        for index in 0...count where sides[index] != (index >= count - 1 ? side : Int(rates[index]) + margin) {
            return nil
        }
        let layers = (0...count).map { index -> Layer in
            let before = max(index - 1, 0)
            let isColour = index == count
            let working = max(rates[before], rates[index]) * (isColour ? 1 : 2)
            return Layer(
                name: names[index], input: (sides[before], sides[before]), output: (sides[index], sides[index]),
                up: Int((working / rates[before]).rounded()), down: Int((working / rates[index]).rounded()),
                padding: nil, isColour: isColour)
        }
        return StyleGAN3Schedule(
            inputSize: (sides[0], sides[0]), samplingRate: rates[0], bandwidth: firstCutoff, layers: layers)
    }
}
