import GANAutodiff
public import GANModels
import GANNumerics

/// A network that makes lines, with the symbols that it knows.
public struct SequenceGenerator: Sendable {
    /// Symbols and length.
    public let alphabet: SequenceAlphabet
    /// Latent vector → logits of every place.
    public let network: Network

    /// `count` lines; an empty one where the first symbol is the end.
    ///
    /// Line i is a function of `seed` and i, up to the last bits of products. O(count).
    public func lines(_ count: Int, seed: UInt64) -> [[UInt32]] {
        let stream = SeededGenerator(seed: seed).split("lines")
        let latentSize = network.description.input.reduce(1, *)
        let outputs = network.evaluate(stream.split("latents").normalRows(count, columns: latentSize))
        let (length, width) = (alphabet.length, alphabet.width)
        return (0..<count).map { row in
            let logits = Variable.constant(
                Tensor(shape: [length, width], scalars: Array(outputs.row(row))))
            let choice = SymbolChoice(logits, temperature: 1, isSoft: false, stream.split("symbols").split(row))
            let numbers = (0..<length).map { place in
                choice.chosen.scalars[place * width..<(place + 1) * width].firstIndex(of: 1).map { $0 - place * width }
                    ?? alphabet.end
            }
            return alphabet.line(numbers[...])
        }
    }
}
