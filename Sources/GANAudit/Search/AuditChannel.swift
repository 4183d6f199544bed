import GANData
import GANNumerics

/// One way to compare samples with the rows of the pool.
struct AuditChannel: Sendable {
    /// "identity", "mirrored", "moved", "contrast", "patch 0", "features of …".
    let name: String
    /// The columns that are compared.
    let width: Int
    /// What each view undoes.
    let transformations: [AuditTransformation]
    /// Whether the one view is searched exactly, instead of through `TransformedSearch`.
    let isExact: Bool
    /// Rows of the pool as the channel compares them.
    let prepare: @Sendable (Matrix<Float>) throws -> Matrix<Float>
    /// Writes all views of a query; queries are numbered as the audit has them.
    let write: @Sendable (_ query: Int, _ target: UnsafeMutablePointer<Float>) -> Void
    /// Whether each query shows enough for a comparison; all do when nil.
    var takesPart: [Bool]?
    /// Whether only a part of each row is compared, so that equal values make no equal rows.
    var comparesPart = false

    /// The views of queries in `range`, one view only, as a matrix.
    func queries(_ range: Range<Int>) -> Matrix<Float> {
        precondition(isExact && transformations.count == 1, "views of channel \(name) as a matrix")
        return Matrix(rows: range.count, columns: width) { target in
            guard let base = target.baseAddress else { return }
            nonisolated(unsafe) let pointer = base
            Parallel.forEachRange(of: range.count, size: 256) { piece in
                for place in piece { write(range.lowerBound + place, pointer + place * width) }
            }
        }
    }
}

/// The queries of an audit: samples first, then the reference rows.
final class AuditQueries: Sendable {
    let rows: Matrix<Float>

    init(_ rows: Matrix<Float>) { self.rows = rows }

    /// Calls `body` with one query's values.
    func withRow(_ query: Int, _ body: (UnsafePointer<Float>) -> Void) {
        rows.scalars.withUnsafeBufferPointer { values in
            if let base = values.baseAddress { body(base + query * rows.columns) }
        }
    }
}

extension AuditChannel {
    /// The channels that the options ask for and the shape allows, "identity" first.
    ///
    /// `samples` is how many of the queries are samples; the rest, real rows, say what an ordinary content is.
    static func all(
        queries: AuditQueries, samples: Int, geometry: ImageShape?, options: AuditOptions
    ) throws -> [AuditChannel] {
        let width = queries.rows.columns
        var channels = [
            AuditChannel(
                name: "identity", width: width, transformations: [.identity], isExact: true, prepare: { $0 },
                write: { query, target in queries.withRow(query) { target.update(from: $0, count: width) } })
        ]
        if let geometry {
            if options.channels.contains(.mirrored), geometry.width > 1 {
                channels.append(
                    AuditChannel(
                        name: "mirrored", width: width, transformations: [AuditTransformation(name: "mirrored")],
                        isExact: true, prepare: { $0 },
                        write: { query, target in
                            queries.withRow(query) { image in
                                geometry.copy(
                                    image, top: 0, left: 0, rows: geometry.height, columns: geometry.width,
                                    mirrored: true, to: target)
                            }
                        }))
            }
            if let moved = moved(queries, geometry, options) { channels.append(moved) }
            channels += tones(queries, geometry, options.channels)
            if options.channels.contains(.patches), min(geometry.height, geometry.width) >= 12 {
                channels += patches(queries, samples: samples, geometry)
            }
        }
        for embedding in options.embeddings {
            channels += try features(queries, embedding, geometry: geometry)
        }
        return channels
    }

    /// Shifts, changes of size and turns in one comparison, which costs little more than shifts alone; nil where none is asked for or fits.
    private static func moved(
        _ queries: AuditQueries, _ geometry: ImageShape, _ options: AuditOptions
    ) -> AuditChannel? {
        let side = min(geometry.height, geometry.width)
        // A window of less than half of each side would say too little.
        let shift = options.channels.contains(.moved) && side >= 4 * options.largestShift ? options.largestShift : 0
        let turns = options.channels.contains(.rotated) && side >= 8 ? ImageView.turned : []
        let views = (shift > 0 ? ImageView.moved(shift: shift) : []) + turns
        guard !views.isEmpty else { return nil }
        let margin = max(1, shift)
        let width = (geometry.height - 2 * margin) * (geometry.width - 2 * margin) * geometry.channels
        let samplings = views.map {
            $0.isInterpolated ? ViewSampling($0, of: geometry, margin: margin) : nil
        }
        return AuditChannel(
            name: shift > 0 ? "moved" : "rotated", width: width, transformations: views.map(\.transformation),
            isExact: false,
            prepare: { rows in
                mapRows(rows, width: width) { row, target in
                    geometry.write(ImageView(), of: row, margin: margin, to: target)
                }
            },
            write: { query, target in
                queries.withRow(query) { image in
                    for (place, view) in views.enumerated() {
                        if let sampling = samplings[place] {
                            sampling.write(image, to: target + place * width)
                        } else {
                            geometry.write(view, of: image, margin: margin, to: target + place * width)
                        }
                    }
                }
            })
    }

    /// What is done to the tones of an image before brightness and contrast are fitted.
    private struct Tone: Sendable {
        var transformation: AuditTransformation
        var isMirrored = false
        var isInverted = false
        /// Where each channel's values come from; empty for its own.
        var order: [Int] = []
    }

    /// The tones that the options ask for, all in one comparison; none for images without channels to exchange and nothing else.
    private static func tones(
        _ queries: AuditQueries, _ geometry: ImageShape, _ wanted: Set<AuditOptions.Channel>
    ) -> [AuditChannel] {
        var tones: [Tone] = []
        if wanted.contains(.contrast) {
            tones += [
                Tone(transformation: AuditTransformation(name: "contrast")),
                Tone(transformation: AuditTransformation(name: "mirrored_contrast"), isMirrored: true),
            ]
        }
        if wanted.contains(.inverted) {
            tones += [
                Tone(transformation: AuditTransformation(name: "inverted"), isInverted: true),
                Tone(
                    transformation: AuditTransformation(name: "mirrored_inverted"), isMirrored: true, isInverted: true),
            ]
        }
        if wanted.contains(.recoloured), geometry.channels >= 3 {
            // The first three channels; a fourth is opacity.
            for order in [[2, 1, 0], [1, 0, 2], [0, 2, 1], [1, 2, 0], [2, 0, 1]] {
                let detail = "channels \(order.map { "\($0 + 1)" }.joined(separator: ", "))"
                tones.append(
                    Tone(
                        transformation: AuditTransformation(name: "recoloured", detail: detail),
                        order: order + Array(3..<geometry.channels)))
            }
        }
        return tones.isEmpty ? [] : [contrast(queries, geometry, tones)]
    }

    /// About the mean and of norm 1: what is left when brightness and contrast are fitted.
    private static func contrast(
        _ queries: AuditQueries, _ geometry: ImageShape, _ tones: [Tone]
    ) -> AuditChannel {
        let width = geometry.size
        return AuditChannel(
            name: "contrast", width: width, transformations: tones.map(\.transformation), isExact: false,
            prepare: { rows in
                mapRows(rows, width: width) { row, target in
                    target.update(from: row, count: width)
                    // A row without contrast stays at the origin, at distance 1 from all others.
                    if !normalize(target, count: width) { target.update(repeating: 0, count: width) }
                }
            },
            write: { query, target in
                for (place, tone) in tones.enumerated() {
                    let view = target + place * width
                    queries.withRow(query) { image in
                        geometry.copy(
                            image, top: 0, left: 0, rows: geometry.height, columns: geometry.width,
                            mirrored: tone.isMirrored, to: view)
                        guard !tone.order.isEmpty else { return }
                        for pixel in stride(from: 0, to: width, by: geometry.channels) {
                            for (channel, source) in tone.order.enumerated() {
                                view[pixel + channel] = image[pixel + source]
                            }
                        }
                    }
                    guard normalize(view, count: width) else {
                        view[0] = .nan
                        continue
                    }
                    if tone.isInverted { for index in 0..<width { view[index] = -view[index] } }
                }
            })
    }

    /// The four quarters and the middle, each at its own place.
    private static func patches(
        _ queries: AuditQueries, samples: Int, _ geometry: ImageShape
    ) -> [AuditChannel] {
        let (rows, columns) = (geometry.height / 2, geometry.width / 2)
        let width = rows * columns * geometry.channels
        let (bottom, right) = (geometry.height - rows, geometry.width - columns)
        let windows = [
            ("top left", 0, 0), ("top right", 0, right), ("bottom left", bottom, 0), ("bottom right", bottom, right),
            ("middle", bottom / 2, right / 2),
        ]
        return windows.map { name, top, left in
            let write: @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void = { image, target in
                geometry.copy(
                    image, top: top, left: left, rows: rows, columns: columns, mirrored: false, to: target)
            }
            var channel = AuditChannel(
                name: "patch " + name, width: width,
                transformations: [AuditTransformation(name: "patch", detail: name)], isExact: true,
                prepare: { rows in mapRows(rows, width: width) { write($0, $1) } },
                write: { query, target in queries.withRow(query) { write($0, target) } })
            channel.takesPart = hasContent(channel.queries(0..<queries.rows.rows), samples: samples)
            channel.comparesPart = true
            return channel
        }
    }

    /// Whether a window varies at least half as much as the middle one of real rows: blank corners match by themselves.
    private static func hasContent(_ windows: Matrix<Float>, samples: Int) -> [Bool] {
        let variances = (0..<windows.rows).map { row -> Double in
            let values = windows.row(row)
            let mean = values.reduce(0.0) { $0 + Double($1) } / Double(values.count)
            return values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(values.count)
        }
        let real = samples < variances.count ? Array(variances[samples...]) : variances
        guard !real.isEmpty else { return [] }
        let least = max(Statistics.median(real) / 4, 1e-12)
        return variances.map { $0 >= least }
    }

    private static func features(
        _ queries: AuditQueries, _ embedding: AuditEmbedding, geometry: ImageShape?
    ) throws -> [AuditChannel] {
        var result: [AuditChannel] = []
        for isMirrored in [false, true] where !isMirrored || (embedding.mirrors && geometry != nil) {
            let images = isMirrored ? geometry?.mirrored(queries.rows) : queries.rows
            let embedded = AuditQueries(try embedding.embed(images ?? queries.rows))
            let width = embedded.rows.columns
            guard embedded.rows.rows == queries.rows.rows else {
                throw AuditError.featureWidths(extractor: embedding.name, first: queries.rows.rows, second: 0)
            }
            if let place = embedded.rows.firstNonFinite {
                throw AuditError.nonFinite(source: embedding.name, row: place.row)
            }
            result.append(
                AuditChannel(
                    name: (isMirrored ? "mirrored features of " : "features of ") + embedding.name, width: width,
                    transformations: [
                        AuditTransformation(
                            name: isMirrored ? "mirrored_features" : "features", detail: embedding.name)
                    ], isExact: true,
                    prepare: { rows in
                        let features = try embedding.embed(rows)
                        guard features.columns == width, features.rows == rows.rows else {
                            throw AuditError.featureWidths(
                                extractor: embedding.name, first: width, second: features.columns)
                        }
                        if let place = features.firstNonFinite {
                            throw AuditError.nonFinite(source: embedding.name, row: place.row)
                        }
                        return features
                    },
                    write: { query, target in embedded.withRow(query) { target.update(from: $0, count: width) } }))
        }
        return result
    }

    /// Some rows through `body`, in the given order, as a new matrix.
    static func mapRows(
        _ rows: Matrix<Float>, at indices: [Int], width: Int,
        _ body: @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void
    ) -> Matrix<Float> {
        Matrix(rows: indices.count, columns: width) { target in
            rows.scalars.withUnsafeBufferPointer { source in
                guard let sourceBase = source.baseAddress, let targetBase = target.baseAddress else { return }
                nonisolated(unsafe) let (from, to) = (sourceBase, targetBase)
                Parallel.forEachRange(of: indices.count, size: 256) { piece in
                    for place in piece { body(from + indices[place] * rows.columns, to + place * width) }
                }
            }
        }
    }

    /// Each row through `body`, as a new matrix.
    static func mapRows(
        _ rows: Matrix<Float>, width: Int,
        _ body: @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void
    ) -> Matrix<Float> {
        Matrix(rows: rows.rows, columns: width) { target in
            rows.scalars.withUnsafeBufferPointer { source in
                guard let sourceBase = source.baseAddress, let targetBase = target.baseAddress else { return }
                nonisolated(unsafe) let (from, to) = (sourceBase, targetBase)
                Parallel.forEachRange(of: rows.rows, size: 256) { piece in
                    for row in piece { body(from + row * rows.columns, to + row * width) }
                }
            }
        }
    }

    /// Subtracts the mean and divides by the norm; false, changing nothing, for values that are all equal.
    private static func normalize(_ values: UnsafeMutablePointer<Float>, count: Int) -> Bool {
        var sum = 0.0
        for index in 0..<count { sum += Double(values[index]) }
        let mean = sum / Double(count)
        var square = 0.0
        for index in 0..<count { square += (Double(values[index]) - mean) * (Double(values[index]) - mean) }
        guard square > 1e-9 * Double(count) else { return false }
        let scale = 1 / square.squareRoot()
        for index in 0..<count { values[index] = Float((Double(values[index]) - mean) * scale) }
        return true
    }
}
