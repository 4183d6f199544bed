import GANNumerics

/// What a cached file was made from: contents, never names or paths.
///
/// SHA-256 over every ingredient, each with a label of its own, so that a changed checkpoint, extractor or rule has
/// another key and can't be answered with the old one's file.
package struct CacheKey: Sendable, Hashable {
    /// 64 hexadecimal digits; also the file's name.
    package let digest: String

    /// What was made from contents: features, trained weights, nearest-neighbour tables; `kind` says which.
    ///
    /// `ingredients` must hold everything that decides the bytes, in a fixed order.
    package init(kind: String, ingredients: [String]) {
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
