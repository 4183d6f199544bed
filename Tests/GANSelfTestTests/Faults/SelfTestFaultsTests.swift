import GANData
import GANNumerics
import Testing

@testable import GANSelfTest

@Suite struct SelfTestFaultsTests {
    private func material(_ reference: any SampleSource) throws -> SelfTestMaterial {
        try SelfTestMaterial(reference: reference, heldOut: SmallImages.source(40, seed: 9), samples: 60, seed: 1)
    }

    @Test func samplesAreTakenOutOfTheReference() throws {
        let material = try material(SmallImages.source(400, seed: 1))
        #expect(material.samples == 60 && material.draws.count == 3 && material.training.count == 220)
        let taken = Set(material.draws.joined())
        #expect(taken.count == 180 && taken.isDisjoint(with: material.training.rows))
        // In random order, as a generator's samples are.
        #expect(material.draws[0] != material.draws[0].sorted())
        let honest = try material.honest(1)
        #expect(
            honest.row(5) == (try material.reference.read(rows: [material.draws[1][5]])).row(0))
    }

    @Test func tooLittleIsRefusedAndHalfIsTheMost() throws {
        #expect(throws: SelfTestError.tooFewRows(source: "small images", count: 99, needed: 100)) {
            try material(SmallImages.source(99, seed: 1))
        }
        #expect(throws: SelfTestError.self) {
            try SelfTestMaterial(
                reference: SmallImages.source(200, seed: 1),
                heldOut: ArraySource(
                    name: "points", rule: "made", shape: .vector(2), samples: Matrix(rows: 1, columns: 2)),
                samples: 50, seed: 1)
        }
        let few = try material(SmallImages.source(110, seed: 1))
        #expect(few.samples == 55 && few.draws.count == 1 && few.training.count == 55)
    }

    @Test func eachFaultChangesWhatItSays() throws {
        let material = try material(SmallImages.source(400, seed: 1))
        let honest = try material.honest()
        for fault in SelfTestFaults.all {
            #expect(fault.obstacle(material) == nil)
            for strength in fault.strengths(material) {
                let scene = try fault.scene(strength, material)
                #expect(scene.samples.rows == honest.rows, "\(fault.kind)")
                #expect(scene.samples == (try fault.scene(strength, material)).samples, "\(fault.kind)")
                #expect((scene.samples == honest) == (fault.kind == .labelShuffle), "\(fault.kind)")
            }
        }
    }

    @Test func copiesAreTrainingRowsInTheirShare() throws {
        let material = try material(SmallImages.source(400, seed: 1))
        let training = try material.training.read(rows: 0..<material.training.count)
        let rows = Set((0..<training.rows).map { Array(training.row($0)) })
        let scene = try ExactCopies.scene(SelfTestStrength(0.1, .share), material)
        #expect((0..<60).count { rows.contains(Array(scene.samples.row($0))) } == 6)
    }

    @Test func aDroppedClassIsGoneAndOthersTakeItsPlace() throws {
        let material = try material(SmallImages.source(400, seed: 1))
        let scene = try DroppedCluster.scene(SelfTestStrength(1, .share), material)
        let target = try #require(scene.target)
        #expect(!target.isCluster && target.name == material.reference.classNames?[target.number])
        let images = try material.reference.read(rows: 0..<400)
        let own = Set((0..<400).filter { $0 % 3 == target.number }.map { Array(images.row($0)) })
        #expect((0..<60).allSatisfy { !own.contains(Array(scene.samples.row($0))) })
        let unlabelled = try self.material(SmallImages.source(400, seed: 1, isLabelled: false))
        #expect(try DroppedCluster.scene(SelfTestStrength(1, .share), unlabelled).target?.isCluster == true)
        #expect(LabelShuffle.obstacle(unlabelled) == .noLabels)
    }

    @Test func exchangedLabelsKeepTheirCounts() throws {
        let material = try material(SmallImages.source(400, seed: 1))
        let before = try #require(material.training.labels)
        let after = try #require(try LabelShuffle.scene(SelfTestStrength(0.2, .share), material).trainingLabels)
        #expect(before.sorted() == after.sorted())
        let changed = zip(before, after).count { $0 != $1 }
        #expect(changed > 0 && changed <= 44)
    }
}
