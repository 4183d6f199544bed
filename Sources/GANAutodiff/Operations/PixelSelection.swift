import GANNumerics

// Pixels moved about in images: a selection and the sum that is its transpose, each the other's backward pass.

extension Variable {
    /// Pixels picked by their places: `[n, h, w, c]` gives the same shape, pixel p being the pixel `sources[p]`, zeros where that is −1.
    ///
    /// Places are counted over all images, row by row. A flip, a shift with zeros coming in, or both.
    public func selectingPixels(_ sources: [Int]) -> Variable {
        let pixels = shape.dropLast().reduce(1, *)
        precondition(
            sources.count == pixels && sources.allSatisfy { $0 >= -1 && $0 < pixels }, "pixels picked from \(shape)")
        let width = shape.last ?? 1
        var result = Tensor(shape: shape)
        for (pixel, source) in sources.enumerated() where source >= 0 {
            for c in 0..<width { result.scalars[pixel * width + c] = value.scalars[source * width + c] }
        }
        return Variable(result, from: [self]) { g, _ in [g.addingPixels(to: sources)] }
    }

    /// Pixels added up where `sources` says that they came from: the backward pass of `selectingPixels`.
    func addingPixels(to sources: [Int]) -> Variable {
        let width = shape.last ?? 1
        var result = Tensor(shape: shape)
        for (pixel, source) in sources.enumerated() where source >= 0 {
            for c in 0..<width { result.scalars[source * width + c] += value.scalars[pixel * width + c] }
        }
        return Variable(result, from: [self]) { g, _ in [g.selectingPixels(sources)] }
    }
}
