import GANData
import GANMetrics
import GANModels
import GANNumerics
import OrderedCollections

/// Recovers rows and compares the groups.
struct LatentRecovery {
    let generator: any Generator
    let samples: any SampleSource
    let options: LatentOptions

    /// The most pairs of pictures kept of each group: those that came nearest, and the most copied.
    static let pictureLimit = 10

    typealias Found = (findings: AuditFindings.Latents.Recovery, pictures: LatentPictures)

    func run(_ targets: LatentTargets, hasProbabilities: Bool, progress: LatentProgress) throws -> Found {
        // Gradients know no labels; a conditional network is searched, its labels kept.
        let native = (generator as? NetworkGenerator).flatMap { $0.classCount == nil ? $0 : nil }
        // All rows may be in both splits.
        guard !targets.rows.isEmpty else {
            return (
                .init(
                    method: native == nil ? .search : .gradients, training: [], heldOut: [], copied: [], area: nil,
                    pValue: nil, samplesForEachRow: 0),
                LatentPictures(training: [], heldOut: [], copied: [], strips: [])
            )
        }
        let schedule = native == nil ? options.searchSchedule : options.gradientSchedule
        let starts = try LatentStarts(
            targets: targets.values, samples: samples, count: schedule.first?.starts ?? 1)
        let climbers: LatentClimbers
        let made: Int
        if let native {
            let recovery = LatentGradientRecovery(generator: native, schedule: schedule, seed: options.seed)
            climbers = try recovery.recover(targets.values, starts: starts.numbers, progress: progress)
            made = recovery.samplesForEachRow
        } else {
            let recovery = LatentSearchRecovery(generator: generator, schedule: schedule, seed: options.seed)
            climbers = try recovery.recover(targets.values, starts: starts.numbers, progress: progress)
            made = recovery.samplesForEachRow
        }
        // Rounding to whole grey levels may turn two pictures around: the nearest sample stays when it is better.
        let found = try generator.generate(latents: climbers.best, numbers: climbers.numbers, seed: options.seed)
        let firsts = starts.numbers.map { $0[0] }
        let first = try generator.generate(
            latents: generator.latents(numbers: firsts, seed: options.seed), numbers: firsts, seed: options.seed)
        var reconstructions: [AuditFindings.Latents.Reconstruction] = []
        var pictures: [[Float]] = []
        for (place, row) in targets.rows.enumerated() {
            let errors = [found, first].map { RootMeanSquare.between($0, row: place, targets.values, row: place) }
            let isFound = errors[0] <= errors[1]
            reconstructions.append(
                .init(
                    row: row.row, origin: row.origin, error: min(errors[0], errors[1]),
                    nearestSampleError: starts.nearest[place].isFinite ? starts.nearest[place] : errors[1],
                    start: isFound ? climbers.numbers[place] : firsts[place]))
            pictures.append(Array((isFound ? found : first).row(place)))
        }
        func group(_ group: LatentTargets.Row.Group) -> [Int] {
            targets.rows.indices.filter { targets.rows[$0].group == group }
        }
        func pairs(_ places: [Int]) -> [LatentPictures.Pair] {
            places.prefix(Self.pictureLimit).map {
                .init(
                    found: reconstructions[$0], target: Array(targets.values.row($0)), reconstruction: pictures[$0])
            }
        }
        func nearest(_ places: [Int]) -> [Int] {
            places.sorted { (reconstructions[$0].error, $0) < (reconstructions[$1].error, $1) }
        }
        let (training, heldOut, copied) = (group(.training), group(.heldOut), group(.copied))
        var findings = AuditFindings.Latents.Recovery(
            method: native == nil ? .search : .gradients, training: training.map { reconstructions[$0] },
            heldOut: heldOut.map { reconstructions[$0] }, copied: copied.map { reconstructions[$0] }, area: nil,
            pValue: nil, samplesForEachRow: made)
        try compare(&findings, hasProbabilities: hasProbabilities)
        return (
            findings,
            LatentPictures(
                training: pairs(nearest(training)), heldOut: pairs(nearest(heldOut)), copied: pairs(copied), strips: [])
        )
    }

    private func compare(_ findings: inout AuditFindings.Latents.Recovery, hasProbabilities: Bool) throws {
        let (training, heldOut) = (findings.training.map { -$0.error }, findings.heldOut.map { -$0.error })
        guard training.count >= 2, heldOut.count >= 2 else { return }
        let result = try MembershipInference.evaluate(members: training, nonMembers: heldOut)
        if let interval = result.interval {
            findings.area = .init(
                value: result.value, low: interval.low, high: interval.high, level: interval.level,
                method: interval.method)
        }
        if hasProbabilities, case .number(let probability) = result.parts["p_value"] { findings.pValue = probability }
    }
}
