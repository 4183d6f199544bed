import Foundation
import GANData
import GANEvaluation
import GANMetrics
import GANNumerics

/// Whether training and held-out rows were prepared alike, by what preparation leaves in single rows.
///
/// Images are told apart by which grey levels they hold, which other scaling, gamma or rounding changes, and by low-order figures
/// of each image: brightness, contrast, sharpness, borders, blocks of eight. Vectors are told apart by their values. Both rules
/// are learned on one half of the rows and tried on the other (`SplitClassifier`). Sets of one split, and sets of other mixtures of
/// classes, are hardly told apart; other preparation is told nearly row by row.
struct AuditAppearance {
    let findings: AuditFindings.Appearance

    /// An area from which on the sets are called differently prepared; other mixtures of classes give up to about 0.65.
    static let largestArea = 0.7
    /// Each of both rules; rows split at random are refused in one of two hundred audits at most.
    static let level = 0.0025
    /// Rows of each set that are compared.
    static let mostRows = 2000

    var holds: Bool { findings.isAlike }

    /// The same as a check of the data.
    var check: Check {
        let finding = CheckFinding.drift(area: findings.area, rows: min(findings.trainingRows, findings.heldOutRows))
        return Check(
            name: .heldOutDrift, outcome: holds ? .passed : .failed, figure: findings.area, limit: Self.largestArea,
            spoils: holds ? [] : [.memorization], finding: holds ? nil : finding)
    }

    /// Of rows of both sets; nil where a set has too few.
    init?(training: Matrix<Float>, heldOut: Matrix<Float>, shape: SampleShape) {
        self.init(rows: training, training: Array(0..<training.rows), heldOut: heldOut, shape: shape)
    }

    /// Of training rows that are some of `rows`, and of held-out rows; nil where a set has too few.
    init?(rows: Matrix<Float>, training: [Int], heldOut: Matrix<Float>, shape: SampleShape) {
        let first = Self.drawn(training)
        let second = Self.drawn(Array(0..<heldOut.rows))
        let sizes = (first.count, second.count)
        guard case .image(let height, let width, let channels) = shape else {
            let space = AuditSpace(of: shape)
            guard
                let found = SplitClassifier(
                    space.features(of: rows, at: first), space.features(of: heldOut, at: second), rule: .means)
            else { return nil }
            findings = .init(
                area: found.area, pValue: found.pValue, isAlike: Self.isAlike(found), rows: sizes, clue: .values)
            return
        }
        let figures = ImageFigures(height: height, width: width, channels: channels)
        let (ours, theirs) = (figures.all(of: rows, at: first), figures.all(of: heldOut, at: second))
        let levels = GreyLevels(channels: channels)
        let (present, presentHeldOut) = (levels.all(of: rows, at: first), levels.all(of: heldOut, at: second))
        guard let byLevels = SplitClassifier(present, presentHeldOut, rule: .presence),
            let byFigures = SplitClassifier(ours, theirs, rule: .means)
        else { return nil }
        let isByLevels = byLevels.area >= byFigures.area
        let best = isByLevels ? byLevels : byFigures
        findings = .init(
            area: best.area, pValue: min(1, 2 * min(byLevels.pValue, byFigures.pValue)),
            isAlike: Self.isAlike(byLevels) && Self.isAlike(byFigures), rows: sizes,
            clue: isByLevels ? levels.clue(present, presentHeldOut) : figures.clue(ours, theirs))
    }

    private static func isAlike(_ found: SplitClassifier) -> Bool {
        found.area < largestArea || found.pValue > level
    }

    /// Evenly from all over a set.
    private static func drawn(_ rows: [Int]) -> [Int] {
        rows.count <= mostRows ? rows : (0..<mostRows).map { rows[$0 * rows.count / mostRows] }
    }
}

/// Which grey levels an image holds, in each channel: 256 whole levels, and whether values are broken, below 0 or above 255.
private struct GreyLevels {
    let channels: Int
    private static let kinds = 259

    func all(of images: Matrix<Float>, at rows: [Int]) -> Matrix<Float> {
        AuditChannel.mapRows(images, at: rows, width: Self.kinds * channels) { image, target in
            target.update(repeating: 0, count: Self.kinds * channels)
            for place in 0..<images.columns {
                let (value, base) = (image[place], place % channels * Self.kinds)
                let level = value.rounded(.down)
                target[base + Int(min(255, max(0, level)))] = 1
                if value != level { target[base + 256] = 1 }
                if value < 0 { target[base + 257] = 1 }
                if value > 255 { target[base + 258] = 1 }
            }
        }
    }

    /// Levels that at least one in twenty images of one set holds and none of the other.
    func clue(_ training: Matrix<Float>, _ heldOut: Matrix<Float>) -> AuditFindings.Appearance.Clue {
        func shares(_ rows: Matrix<Float>) -> [Double] {
            var sums = [Double](repeating: 0, count: rows.columns)
            for row in 0..<rows.rows {
                for (column, value) in rows.row(row).enumerated() { sums[column] += Double(value) }
            }
            return sums.map { $0 / Double(max(1, rows.rows)) }
        }
        let (ours, theirs) = (shares(training), shares(heldOut))
        let common = 0.05
        return .greyLevels(
            onlyTraining: ours.indices.count { ours[$0] >= common && theirs[$0] == 0 },
            onlyHeldOut: ours.indices.count { theirs[$0] >= common && ours[$0] == 0 })
    }
}

/// Low-order figures of an image that other preparation moves, and contents little.
///
/// Mostly logarithms of ratios, in which an image's own contrast cancels: a classifier has to tell single rows by them. The checks of
/// an evaluation (`RowStatistics`) compare whole sets and say differences in levels, so theirs are not ratios.
private struct ImageFigures {
    let height: Int
    let width: Int
    let channels: Int

    private enum Kind: Int, CaseIterable {
        case brightness, contrast, darkest, brightest
        case gradientAcross, gradientDown, detailAcross, detailDown
        case shareDarkest, shareBrightest
        case top, bottom, left, right
        case blocksAcross, blocksDown
    }

    /// The figures, then the mean of each channel where there are several.
    private var count: Int { Kind.allCases.count + (channels > 1 ? channels : 0) }

    func all(of images: Matrix<Float>, at rows: [Int]) -> Matrix<Float> {
        AuditChannel.mapRows(images, at: rows, width: count) { image, target in
            for (place, value) in figures(UnsafeBufferPointer(start: image, count: images.columns)).enumerated() {
                target[place] = Float(value)
            }
        }
    }

    private func figures(_ image: UnsafeBufferPointer<Float>) -> [Double] {
        let size = Double(image.count)
        let mean = image.reduce(0) { $0 + Double($1) } / size
        let variance = image.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / size
        let (darkest, brightest) = (image.min() ?? 0, image.max() ?? 0)
        let across = energies(image, lines: height, length: width, step: channels, line: width * channels)
        let down = energies(image, lines: width, length: height, step: width * channels, line: channels)
        // A billionth of a grey level, so that flat images have finite logarithms.
        let least = 1e-6
        func ratio(_ one: Double, _ other: Double) -> Double { log((one + least) / (other + least)) }
        var result = [Double](repeating: 0, count: Kind.allCases.count)
        func set(_ kind: Kind, _ value: Double) { result[kind.rawValue] = value }
        set(.brightness, mean)
        set(.contrast, log(variance.squareRoot() + 1))
        set(.darkest, Double(darkest))
        set(.brightest, Double(brightest))
        set(.gradientAcross, ratio(across.first, variance))
        set(.gradientDown, ratio(down.first, variance))
        set(.detailAcross, ratio(across.second, across.first))
        set(.detailDown, ratio(down.second, down.first))
        set(.shareDarkest, Double(image.count { $0 == darkest }) / size)
        set(.shareBrightest, Double(image.count { $0 == brightest }) / size)
        set(.top, border(image, start: 0, count: width, step: channels))
        set(.bottom, border(image, start: (height - 1) * width * channels, count: width, step: channels))
        set(.left, border(image, start: 0, count: height, step: width * channels))
        set(.right, border(image, start: (width - 1) * channels, count: height, step: width * channels))
        set(.blocksAcross, ratio(across.blocks, across.first))
        set(.blocksDown, ratio(down.blocks, down.first))
        if channels > 1 {
            for channel in 0..<channels {
                var sum = 0.0
                for place in stride(from: channel, to: image.count, by: channels) { sum += Double(image[place]) }
                result.append(sum * Double(channels) / size)
            }
        }
        return result
    }

    /// Mean squares of first and second differences along lines, and of first ones at the borders of blocks of eight.
    private func energies(
        _ image: UnsafeBufferPointer<Float>, lines: Int, length: Int, step: Int, line: Int
    ) -> (first: Double, second: Double, blocks: Double) {
        var (first, second, blocks) = (0.0, 0.0, 0.0)
        var (firsts, seconds, borders) = (0.0, 0.0, 0.0)
        for number in 0..<lines {
            for channel in 0..<channels {
                let base = number * line + channel
                for place in 1..<max(1, length) {
                    let value = Double(image[base + place * step])
                    let before = Double(image[base + (place - 1) * step])
                    let square = (value - before) * (value - before)
                    first += square
                    firsts += 1
                    if place % 8 == 0 {
                        blocks += square
                        borders += 1
                    }
                    guard place + 1 < length else { continue }
                    let bend = Double(image[base + (place + 1) * step]) - 2 * value + before
                    second += bend * bend
                    seconds += 1
                }
            }
        }
        return (first / max(1, firsts), second / max(1, seconds), blocks / max(1, borders))
    }

    private func border(_ image: UnsafeBufferPointer<Float>, start: Int, count: Int, step: Int) -> Double {
        var sum = 0.0
        for place in 0..<count {
            for channel in 0..<channels { sum += Double(image[start + place * step + channel]) }
        }
        return sum / Double(max(1, count * channels))
    }

    /// The figure that differs most, by the difference of means in standard deviations.
    func clue(_ training: Matrix<Float>, _ heldOut: Matrix<Float>) -> AuditFindings.Appearance.Clue {
        func column(_ rows: Matrix<Float>, _ index: Int) -> [Double] {
            (0..<rows.rows).map { Double(rows[$0, index]) }
        }
        var (largest, best) = (-1.0, 0)
        for index in 0..<count {
            let (ours, theirs) = (column(training, index), column(heldOut, index))
            let spread = (Statistics.variance(ours) + Statistics.variance(theirs)).squareRoot()
            let difference = abs(Statistics.mean(ours) - Statistics.mean(theirs)) / max(spread, 1e-9)
            if difference > largest { (largest, best) = (difference, index) }
        }
        let means = (Statistics.mean(column(training, best)), Statistics.mean(column(heldOut, best)))
        switch Kind(rawValue: best) {
        case .brightness, .darkest, .brightest: return .brightness(training: means.0, heldOut: means.1)
        case .contrast, .shareDarkest, .shareBrightest: return .contrast
        case .gradientAcross, .gradientDown, .detailAcross, .detailDown:
            return .sharpness(isHeldOutSharper: means.1 > means.0)
        case .top, .bottom, .left, .right: return .borders
        case .blocksAcross, .blocksDown: return .compression
        case nil: return .colour
        }
    }
}
