package import GANNumerics

/// Which style a translation gives to images of each style, read from its errors to true translations drawn in each style.
///
/// An unpaired model is trained so that its outputs look right as a set and can be undone. Every one-to-one exchange of styles that are equally frequent does both.
/// For each style the one is taken to which most of its images are nearest; it counts where surely more than half of them are (Wilson's interval).
///
/// Source: Galanti, Wolf and Benaim 2018, arXiv 1709.00074, for mappings that satisfy the cycle and are not the intended ones.
package struct StyleMapping: Sendable, Equatable {
    /// What the mapping as a whole is.
    package enum Kind: String, Sendable, Codable {
        /// Each style becomes its own.
        case intended
        /// Styles are exchanged one for one: it satisfies the cycle, and is not the intended one.
        case exchanged
        /// Two styles become one: no way back can tell them.
        case merged
        /// Of some style no more than half of the images surely go one way.
        case unclear
    }

    /// What it is.
    package let kind: Kind
    /// The style that images of each style become; nil where that is unclear, or there are none.
    package let chosen: [Int?]
    /// How many images of each style there are.
    package let images: [Int]
    /// The share of the images of each style that are nearest to the one that most are nearest to.
    package let shares: [Double]
    /// The mean error of images of each style (row) to their true translation in each style (column), `[s, s]`; 0 where there are no images.
    package let errors: Matrix<Double>
    /// The mean error of all images to their translation in the chosen style of their own; of unclear styles in the one that most are nearest to.
    package let error: Double

    /// From the error of each image to its translation in each style, `[n, s]`, and each image's own style.
    package init(errors: Matrix<Double>, styles: [Int]) {
        precondition(errors.rows == styles.count, "\(styles.count) styles for \(errors.rows) images")
        let count = errors.columns
        var sums = Matrix<Double>(rows: count, columns: count, repeating: 0)
        var nearest = Matrix<Double>(rows: count, columns: count, repeating: 0)
        var images = [Int](repeating: 0, count: count)
        for (row, style) in styles.enumerated() {
            images[style] += 1
            var best = 0
            for other in 0..<count {
                sums[style, other] += errors[row, other]
                if errors[row, other] < errors[row, best] { best = other }
            }
            nearest[style, best] += 1
        }
        var (chosen, shares): ([Int?], [Double]) = ([], [])
        var total = 0.0
        for style in 0..<count {
            let row = Array(nearest.row(style))
            let most = row.indices.max { (row[$0], -$0) < (row[$1], -$1) } ?? 0
            let isSure =
                images[style] > 0
                && Statistics.wilsonInterval(successes: Int(row[most]), trials: images[style]).low > 0.5
            chosen.append(isSure ? most : nil)
            shares.append(images[style] > 0 ? row[most] / Double(images[style]) : 0)
            total += sums[style, most]
            if images[style] > 0 {
                for other in 0..<count { sums[style, other] /= Double(images[style]) }
            }
        }
        self.chosen = chosen
        self.images = images
        self.shares = shares
        self.errors = sums
        error = total / Double(max(1, styles.count))
        let seen = (0..<count).filter { images[$0] > 0 }
        let targets = seen.compactMap { chosen[$0] }
        if targets.count < seen.count {
            kind = .unclear
        } else if zip(seen, targets).allSatisfy({ $0 == $1 }) {
            kind = .intended
        } else {
            kind = Set(targets).count == targets.count ? .exchanged : .merged
        }
    }
}
