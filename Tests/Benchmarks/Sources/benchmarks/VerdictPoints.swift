import GANData
import GANEvaluation
import GANNumerics

/// Scenes of points whose modes are known: `builtin:ring` or `builtin:grid`.
struct VerdictPoints {
    /// "builtin:ring".
    let name: String
    var reference = 2000
    var heldOut = 2000
    var samples = 1500

    /// All scenes; `seed` chooses the rows, and the same seed the same.
    func all(seed: UInt64) throws -> [VerdictScene] {
        // Draws overlap where the source is too short for all of them.
        let room = try SampleSources.open(name).count - (reference + heldOut + samples)
        guard room >= 0 else {
            throw BenchmarkError(message: "\(name) has fewer rows than a scene takes.")
        }
        let first = Int(seed % 1000) * 977 % (room + 1)
        func rows(_ start: Int, _ count: Int) throws -> any SampleSource {
            try SampleSources.open("\(name)[\(first + start):\(first + start + count)]")
        }
        let training = try rows(0, reference)
        let held = try rows(reference, heldOut)
        let own = try rows(reference + heldOut, samples)
        guard let modes = own.knownModes?.centres, let labels = own.labels else { return [] }
        let honest = try own.read(rows: 0..<own.count)
        func scene(_ title: String, _ allowed: VerdictScene.Allowed, _ generated: Matrix<Float>) -> VerdictScene {
            let samples = ArraySource(name: title, rule: "made of \(name)", shape: own.shape, samples: generated)
            return VerdictScene(
                name: "\(name) \(title)", allowed: allowed, generated: samples, reference: training, heldOut: held)
        }
        /// Samples, each as far from its mode's centre as `change` says.
        func spread(_ change: (_ mode: Int, _ offset: Float) -> Float) -> Matrix<Float> {
            var result = honest
            for row in 0..<honest.rows {
                for column in 0..<honest.columns {
                    let centre = Float(modes[labels[row], column])
                    result[row, column] = centre + change(labels[row], honest[row, column] - centre)
                }
            }
            return result
        }
        func kept(_ isKept: (_ row: Int, _ mode: Int) -> Bool) -> Matrix<Float> {
            honest.rows(at: (0..<honest.rows).filter { isKept($0, labels[$0]) })
        }
        // One sample of twenty halfway to the next one, which is in another mode more often than not.
        var bridged = honest
        for row in stride(from: 0, to: honest.rows - 1, by: 20) {
            for column in 0..<honest.columns {
                bridged[row, column] = (honest[row, column] + honest[row + 1, column]) / 2
            }
        }
        let copied = try training.read(rows: 0..<min(samples, training.count))
        return [
            scene("honest", .good, honest),
            scene("a mode missing", .notGood, kept { $1 != 1 }),
            scene("three modes missing", .notGood, kept { $1 % 3 != 1 }),
            scene("a mode at a tenth", .notGood, kept { row, mode in mode != 1 || row % 10 == 0 }),
            scene("a mode at half", .notGood, kept { row, mode in mode != 1 || row % 2 == 0 }),
            scene("modes three times as wide", .notGood, spread { _, offset in 3 * offset }),
            scene("modes collapsed inside", .notGood, spread { _, offset in 0.1 * offset }),
            scene("one mode collapsed inside", .notGood, spread { mode, offset in mode == 1 ? 0.1 * offset : offset }),
            scene("one of twenty between modes", .notGood, bridged),
            scene("20 points", .notGood, honest.rows(at: (0..<honest.rows).map { $0 % 20 })),
            scene("copies", .copies, copied),
        ]
    }
}
