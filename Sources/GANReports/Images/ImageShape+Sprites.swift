import GANData

extension ImageShape {
    /// The channels of a picture in a sheet: grey stays grey, all else becomes red, green and blue.
    var spriteChannels: Int { channels == 1 ? 1 : 3 }

    /// The bytes of one image in a sheet, before compression, where each square of `reduction` pixels became one.
    func spriteBytes(reduction: Int) -> Int {
        max(1, height / reduction) * max(1, width / reduction) * spriteChannels
    }

    /// The smallest whole reduction after which no side is longer than `longestSide`.
    func spriteReduction(longestSide: Int) -> Int {
        max(1, (max(height, width) + longestSide - 1) / longestSide)
    }
}
