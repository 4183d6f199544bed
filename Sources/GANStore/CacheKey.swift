import GANNumerics

/// What a cached file was made from: contents, never names or paths.
///
/// SHA-256 over every ingredient, each with a label of its own, so that a changed checkpoint, extractor or rule has
/// another key and can't be answered with the old one's file.
public struct CacheKey: Sendable, Hashable {
    /// 64 hexadecimal digits; also the file's name.
    public let digest: String

    /// The features of a data source's samples.
    ///
    /// `samples` is the source's content digest (of exactly the rows that were read), `extractor` a digest of the
    /// extractor with its weights and options, `rule` the named rules for reading and resizing.
    public init(samples: String, extractor: String, rule: String) {
        self.init(kind: "features of samples", ingredients: [samples, extractor, rule])
    }

    /// The features of `count` samples that a checkpoint generates from `seed`.
    ///
    /// `checkpoint` is the SHA-256 of the file, `sampling` whatever else decides the samples: which weights (EMA or
    /// not), the latent prior, quantization.
    public init(checkpoint: String, sampling: String, seed: UInt64, count: Int, extractor: String, rule: String) {
        self.init(
            kind: "features of a checkpoint",
            ingredients: [checkpoint, sampling, String(seed), String(count), extractor, rule])
    }

    /// Anything else that was made from contents: trained weights, nearest-neighbour tables.
    ///
    /// `ingredients` must hold everything that decides the bytes, in a fixed order.
    public init(kind: String, ingredients: [String]) {
        var digest = ContentDigest()
        digest.update("ganeval.cache/1")
        digest.update(kind)
        // With the count and each length, no two lists of ingredients run together.
        digest.update(String(ingredients.count))
        for ingredient in ingredients {
            digest.update(String(ingredient.utf8.count))
            digest.update(ingredient)
        }
        self.digest = digest.hexadecimal()
    }
}
