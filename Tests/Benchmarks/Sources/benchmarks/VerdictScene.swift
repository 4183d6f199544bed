import Foundation
import GANData
import GANEvaluation
import GANNumerics

/// One situation whose verdict is known beforehand.
struct VerdictScene {
    /// "class dropped".
    var name: String
    /// What may be said of it.
    var allowed: Allowed
    var generated: any SampleSource
    var reference: any SampleSource
    var heldOut: (any SampleSource)?
    var extractor = ExtractorChoice.automatic
    /// The share of the real data that the fault concerns, and whether it is missing or made half as often, where so small a fault may be
    /// beyond what the rows can show.
    var concerns: (share: Double, isMissing: Bool)?

    /// What a verdict may and must say.
    enum Allowed: String {
        /// Real images that nobody saw: good, and never copying.
        case good
        /// Anything but good, and never copying.
        case notGood = "not good"
        /// Anything but good: copies of training images are among them.
        case copies
        /// Nothing can be told, or worse.
        case cannotTell = "can't tell"
        /// A fault that may be too small for these rows: good only beside the word that one of its size could be there unseen.
        case saidUnseen = "not good, or said to be beyond sight"
        /// Nothing wrong with the samples, and little to see it by: good or nothing to tell, never copying.
        case notBad = "good, can't tell"
    }
}

/// Scenes of one kind of data and one draw.
struct VerdictScenes {
    let data: VerdictImages
    var reference = 5000
    var heldOut = 2000
    var samples = 1500
    var isLabelled = false

    /// All scenes; `seed` draws the rows, and the same seed the same.
    func all(seed: UInt64) -> [VerdictScene] {
        var generator = SeededGenerator(seed: seed).split("verdict scene")
        let total = reference + heldOut + samples
        let rows = generator.sample(total, below: data.images.rows)
        let training = Array(rows[..<reference])
        let fresh = Array(rows[reference..<reference + heldOut])
        let own = Array(rows[(reference + heldOut)...])
        let real = data.source(training, "reference", isLabelled: isLabelled)
        let held = data.source(fresh, "held-out", isLabelled: isLabelled)
        let honest = data.images.rows(at: own)
        func scene(_ name: String, _ allowed: VerdictScene.Allowed, _ generated: Matrix<Float>) -> VerdictScene {
            VerdictScene(
                name: name, allowed: allowed, generated: data.source(generated, name), reference: real, heldOut: held)
        }
        var scenes = [scene("honest", .good, honest)]
        scenes += repetition(scene, own, generator)
        scenes += classes(scene, own)
        scenes += looks(scene, honest, generator)
        scenes += copies(scene, training, honest, generator)
        scenes += mistakes(scenes[0], training: training, fresh: fresh, own: own, generator)
        return scenes
    }

    /// The scene, whose fault concerns this share of the real data.
    private static func concerning(_ share: Double, isMissing: Bool, _ scene: VerdictScene) -> VerdictScene {
        var scene = scene
        scene.concerns = (share, isMissing)
        return scene
    }

    private typealias Make = (String, VerdictScene.Allowed, Matrix<Float>) -> VerdictScene

    private func repetition(_ scene: Make, _ own: [Int], _ generator: SeededGenerator) -> [VerdictScene] {
        let look = mistakes
        return [10, 20, 50, 100, 200].flatMap { distinct in
            let repeated = data.images.rows(at: own.indices.map { own[$0 % distinct] })
            return [
                scene("\(distinct) images", .notGood, repeated),
                scene(
                    "\(distinct) images with noise", .notGood,
                    look.noisy(repeated, deviation: 2, generator.split("noise \(distinct)"))),
            ]
        }
    }

    private func classes(_ scene: Make, _ own: [Int]) -> [VerdictScene] {
        guard let labels = data.labels else { return [] }
        let names = Array(Set(labels)).sorted()
        guard names.count > 2 else { return [] }
        func kept(_ share: (Int) -> Double) -> Matrix<Float> {
            // The first of each class's samples, as many as its share says.
            var counts: [Int: Int] = [:]
            for row in own { counts[labels[row], default: 0] += 1 }
            var taken: [Int: Int] = [:]
            let rows = own.filter { row in
                let label = labels[row]
                let limit = (share(label) * Double(counts[label] ?? 0)).rounded()
                guard Double(taken[label] ?? 0) < limit else { return false }
                taken[label, default: 0] += 1
                return true
            }
            return data.images.rows(at: rows)
        }
        return [
            scene("a class missing", .notGood, kept { $0 == names[names.count / 3] ? 0 : 1 }),
            scene("a class at a tenth", .notGood, kept { $0 == names[0] ? 0.1 : 1 }),
            VerdictScenes.concerning(
                1 / Double(names.count), isMissing: false,
                scene("a class at half", .saidUnseen, kept { $0 == names[0] ? 0.5 : 1 })),
            scene(
                "one class rare, one common", .notGood, kept { $0 == names[0] ? 0.03 : $0 == names[1] ? 1 : 1 / 3.0 }),
            scene(
                "half of the classes", .notGood, kept { names.firstIndex(of: $0).map { $0 % 2 == 0 } ?? true ? 1 : 0 }),
        ]
    }

    private var mistakes: ImageFaults {
        ImageFaults(data.shape.imageShape ?? ImageShape(height: 1, width: data.shape.size, channels: 1))
    }

    private func looks(_ scene: Make, _ honest: Matrix<Float>, _ generator: SeededGenerator) -> [VerdictScene] {
        guard case .image(_, _, let channels) = data.shape else { return [] }
        let look = mistakes
        let noise = generator.split("snow").normalRows(1, columns: data.shape.size).scalars.map {
            min(255, max(0, 127 + 50 * $0)).rounded()
        }
        var scenes = [
            scene("blurred 0.7", .notGood, look.blurred(honest, sigma: 0.7)),
            scene("blurred 1", .notGood, look.blurred(honest, sigma: 1)),
            scene("sharpened", .notGood, look.sharpened(honest, amount: 1)),
            scene("noise 15", .notGood, look.noisy(honest, deviation: 15, generator.split("noise"))),
            scene("drawn to the mean by 15 %", .notGood, drawn(honest, toTheMeanBy: 0.15)),
            scene("drawn to the mean by 30 %", .notGood, drawn(honest, toTheMeanBy: 0.3)),
            scene("dark", .notGood, look.scaled(honest, by: 0.6)),
            scene("low contrast", .notGood, look.scaled(honest, by: 0.7, around: 90)),
            scene("checkerboard", .notGood, look.checkered(honest, by: 8)),
            scene("JPEG", .notGood, look.compressed(honest, step: 10)),
            scene("coarse", .notGood, look.coarse(honest)),
            scene("resized there and back", .notGood, look.halvedAndDoubled(honest)),
            scene("brighter by 8", .notGood, look.brightened(honest, by: 8)),
            scene("one pixel to the right", .notGood, look.movedRight(honest)),
            scene("32 grey levels", .notGood, look.posterized(honest, step: 8)),
            scene("one of twenty is noise", .notGood, look.spoiled(honest, every: 20) { _ in noise }),
            scene(
                "one of twenty is two at once", .notGood,
                look.spoiled(honest, every: 20) { row in
                    zip(honest.row(row), honest.row((row + 1) % honest.rows)).map { (($0 + $1) / 2).rounded() }
                }),
            scene(
                "one of twenty is half an image", .notGood,
                look.spoiled(honest, every: 20) { row in
                    honest.row(row).enumerated().map { $0.offset < honest.columns / 2 ? $0.element : 0 }
                }),
            scene("inverted", .notGood, look.scaled(honest, by: -1, around: 127.5)),
            scene("scaled to 1", .notGood, look.scaled(honest, by: 1 / 255.0)),
        ]
        if channels > 1 { scenes.append(scene("tinted", .notGood, look.tinted(honest, by: 12))) }
        return scenes
    }

    /// Images nearer to the mean image: what truncated latents do.
    private func drawn(_ images: Matrix<Float>, toTheMeanBy share: Float) -> Matrix<Float> {
        var mean = [Float](repeating: 0, count: images.columns)
        for row in 0..<images.rows {
            for column in 0..<images.columns { mean[column] += images[row, column] / Float(images.rows) }
        }
        var result = images
        for row in 0..<images.rows {
            for column in 0..<images.columns {
                result[row, column] += share * (mean[column] - images[row, column])
                result[row, column].round()
            }
        }
        return result
    }

    /// Images turned over, left for right.
    private func mirrored(_ images: Matrix<Float>) -> Matrix<Float> {
        guard case .image(let height, let width, let channels) = data.shape else { return images }
        var result = images
        for row in 0..<images.rows {
            for place in 0..<height * width {
                let other = place / width * width + width - 1 - place % width
                for channel in 0..<channels {
                    result[row, place * channels + channel] = images[row, other * channels + channel]
                }
            }
        }
        return result
    }

    private func copies(
        _ scene: Make, _ training: [Int], _ honest: Matrix<Float>, _ generator: SeededGenerator
    ) -> [VerdictScene] {
        let look = mistakes
        let copied = data.images.rows(at: Array(training.prefix(samples)))
        func mixed(_ share: Double, _ copies: Matrix<Float>) -> Matrix<Float> {
            let count = Int(share * Double(samples))
            return copies.rows(at: Array(0..<count)).appendingRows(of: honest.rows(at: Array(count..<samples)))
        }
        return [
            scene("copies", .copies, copied),
            scene("1 % copies", .copies, mixed(0.01, copied)),
            scene(
                "10 % noisy copies", .copies, mixed(0.1, look.noisy(copied, deviation: 4, generator.split("copies")))),
            scene("copies with noise 3", .copies, look.noisy(copied, deviation: 3, generator.split("memorizer 3"))),
            scene("copies with noise 25", .copies, look.noisy(copied, deviation: 25, generator.split("memorizer 25"))),
            scene("mirrored copies", .copies, mirrored(copied)),
            scene("copies a pixel to the right", .copies, look.movedRight(copied)),
            scene("noisy memorizer", .copies, look.noisy(copied, deviation: 10, generator.split("memorizer"))),
        ]
    }

    /// What people do to the sets.
    private func mistakes(
        _ honest: VerdictScene, training: [Int], fresh: [Int], own: [Int], _ generator: SeededGenerator
    ) -> [VerdictScene] {
        func changed(
            _ name: String, _ allowed: VerdictScene.Allowed, _ change: (inout VerdictScene) -> Void
        ) -> VerdictScene {
            var scene = honest
            scene.name = name
            scene.allowed = allowed
            change(&scene)
            return scene
        }
        func held(_ rows: [Int]) -> ArraySource { data.source(rows, "held-out", isLabelled: isLabelled) }
        var scenes = [
            changed("60 samples", .cannotTell) {
                $0.generated = data.source(Array(own.prefix(60)), "60", isLabelled: false)
            },
            changed("150 samples of 100 images", .cannotTell) {
                $0.generated = data.source((0..<150).map { own[$0 % 100] }, "150", isLabelled: false)
            },
            changed("150 samples drawn to the mean", .cannotTell) {
                $0.generated = data.source(
                    drawn(data.images.rows(at: Array(own.prefix(150))), toTheMeanBy: 0.3), "150")
            },
            changed("drawn to the mean by 30 %, 200 held out", .notGood) {
                $0.generated = data.source(drawn(data.images.rows(at: own), toTheMeanBy: 0.3), "drawn")
                $0.heldOut = held(Array(fresh.prefix(200)))
            },
            changed("100 images, 300 reference rows", .notGood) {
                $0.generated = data.source(own.indices.map { own[$0 % 100] }, "100 images", isLabelled: false)
                $0.reference = data.source(Array(training.prefix(300)), "reference", isLabelled: isLabelled)
            },
            changed("sets exchanged, one sample in ten a copy", .cannotTell) {
                $0.generated = data.source(
                    Array(training.prefix(samples / 10)) + own.dropFirst(samples / 10), "copies", isLabelled: false)
                $0.reference = held(fresh)
                $0.heldOut = held(training)
            },
            changed("held-out within the reference", .cannotTell) {
                $0.heldOut = held(Array(training.prefix(heldOut)))
            },
            changed("held-out shares a tenth", .cannotTell) {
                $0.heldOut = held(Array(training.prefix(heldOut / 10)) + fresh.dropLast(heldOut / 10))
            },
            changed("samples are the held-out rows", .cannotTell) {
                $0.generated = data.source(Array(fresh.prefix(samples)), "exchanged", isLabelled: false)
            },
            changed("no held-out rows", .cannotTell) { $0.heldOut = nil },
            changed("100 images, 100 held out", .notGood) {
                $0.generated = data.source(own.indices.map { own[$0 % 100] }, "100 images", isLabelled: false)
                $0.heldOut = held(Array(fresh.prefix(100)))
            },
            changed("100 images, 200 held out", .notGood) {
                $0.generated = data.source(own.indices.map { own[$0 % 100] }, "100 images", isLabelled: false)
                $0.heldOut = held(Array(fresh.prefix(200)))
            },
            changed("50 held out", .notBad) { $0.heldOut = held(Array(fresh.prefix(50))) },
            changed("200 held out", .notBad) { $0.heldOut = held(Array(fresh.prefix(200))) },
            changed("samples are the reference", .copies) {
                $0.generated = data.source(training, "reference again", isLabelled: false)
            },
            changed("duplicated reference", .cannotTell) {
                $0.reference = data.source(
                    Array((training.prefix(training.count / 2) + training.prefix(training.count / 2))), "reference",
                    isLabelled: isLabelled)
            },
        ]
        if case .image = data.shape {
            scenes.append(
                changed("held-out rows eight levels brighter", .cannotTell) {
                    $0.heldOut = data.source(
                        mistakes.brightened(data.images.rows(at: fresh), by: 8), "held-out")
                })
            let rows = data.images.rows(at: fresh)
            // Samples and reference are what they should be: only the yardstick is wrong.
            for (name, held) in [
                ("3 % brighter", mistakes.scaled(rows, by: 1.03)),
                ("of 64 grey levels", mistakes.posterized(rows, step: 4)),
                ("a pixel to the right", mistakes.movedRight(rows)),
            ] {
                scenes.append(changed("held-out rows \(name)", .notBad) { $0.heldOut = data.source(held, "held-out") })
            }
            let nearly = mistakes.noisy(
                data.images.rows(at: Array(training.prefix(heldOut / 5))), deviation: 2, generator.split("nearly"))
            scenes.append(
                changed("a fifth of the held-out rows nearly training rows", .cannotTell) {
                    $0.heldOut = data.source(
                        nearly.appendingRows(of: data.images.rows(at: Array(fresh.dropFirst(heldOut / 5)))), "held-out")
                })
        }
        if let labels = data.labels, Set(labels).count > 2 {
            scenes += rareClass(training: training, fresh: fresh, own: own, labels)
        }
        if let labels = data.labels {
            scenes.append(
                changed("chunks taken for classes, a class missing", .notGood) {
                    $0.reference = ArraySource(
                        name: "reference", rule: "folders of 1,000", shape: data.shape,
                        samples: data.images.rows(at: training), labels: training.indices.map { $0 / 1000 })
                    let missing = labels.min() ?? 0
                    $0.generated = data.source(own.filter { labels[$0] != missing }, "without", isLabelled: false)
                })
        }
        if isLabelled, let labels = data.labels {
            scenes.append(
                changed("labels in another order", .cannotTell) {
                    var stream = generator.split("labels")
                    let order = stream.sample(training.count, below: training.count)
                    $0.reference = ArraySource(
                        name: "reference", rule: "shuffled", shape: data.shape, samples: data.images.rows(at: training),
                        labels: order.map { labels[training[$0]] })
                })
        }
        return scenes
    }

    /// A class that is one image of a hundred, and is never made.
    private func rareClass(training: [Int], fresh: [Int], own: [Int], _ labels: [Int]) -> [VerdictScene] {
        let rare = labels.max() ?? 0
        func thinned(_ rows: [Int]) -> [Int] {
            let most = rows.count / 100
            var taken = 0
            return rows.filter { row in
                guard labels[row] == rare else { return true }
                taken += 1
                return taken <= most
            }
        }
        return [
            VerdictScenes.concerning(
                0.01, isMissing: true,
                VerdictScene(
                    name: "a class of 1 % missing", allowed: .saidUnseen,
                    generated: data.source(own.filter { labels[$0] != rare }, "without", isLabelled: false),
                    reference: data.source(thinned(training), "reference", isLabelled: isLabelled),
                    heldOut: data.source(thinned(fresh), "held-out", isLabelled: isLabelled))),
            VerdictScene(
                name: "a class of 1 % made", allowed: .notBad,
                generated: data.source(thinned(own), "with", isLabelled: false),
                reference: data.source(thinned(training), "reference", isLabelled: isLabelled),
                heldOut: data.source(thinned(fresh), "held-out", isLabelled: isLabelled)),
        ]
    }
}
