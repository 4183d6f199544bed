import Foundation
import GANNumerics
import TestSupport

/// Weights that `fixtures/networks/make.py` draws too, so that networks of many megabytes can be compared without them.
///
/// A tensor's value i is SplitMix64's output function at FNV-1a(name) + (i + 1)·0x9E3779B97F4A7C15, its highest 24 bits.
enum DrawnWeights {
    /// The state dict whose names and shapes a fixture lists.
    static func stateDict(_ fixture: String) throws -> [String: Tensor] {
        var tensors: [String: Tensor] = [:]
        for (name, shape) in try Fixture.json(fixture) {
            guard let shape = shape as? [Int] else { throw Fixture.Failure.unreadable(fixture) }
            tensors[name] = tensor(name, shape: shape)
        }
        return tensors
    }

    static func tensor(_ name: String, shape: [Int]) -> Tensor {
        let fan = shape.dropFirst().reduce(1, *)
        let value: (Double) -> Double
        if shape.count > 1 {
            let spread = (24 / Double(fan)).squareRoot()
            value = { ($0 - 0.5) * spread }
        } else if name.hasSuffix("running_var") || name.hasSuffix("weight") {
            value = { $0 + 0.5 }
        } else {
            value = { ($0 - 0.5) * 0.5 }
        }
        let seed = Self.seed(name)
        return Tensor(shape: shape) { target in
            for index in target.indices { target[index] = Float(value(uniform(seed, index))) }
        }
    }

    /// Images `[count, 3, side, side]` in [-1, 1], made of even squares of 16 pixels.
    static func images(side: Int, count: Int = 2) -> [Float] {
        let cells = (side + 15) / 16
        let seed = Self.seed("images")
        var values: [Float] = []
        for plane in 0..<count * 3 {
            for y in 0..<side {
                for x in 0..<side {
                    values.append(Float(uniform(seed, (plane * cells + y / 16) * cells + x / 16) * 2 - 1))
                }
            }
        }
        return values
    }

    private static func seed(_ name: String) -> UInt64 {
        name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    private static func uniform(_ seed: UInt64, _ index: Int) -> Double {
        var z = seed &+ UInt64(index + 1) &* 0x9E37_79B9_7F4A_7C15
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        z ^= z >> 31
        return Double(z >> 40) / 16_777_216
    }
}
