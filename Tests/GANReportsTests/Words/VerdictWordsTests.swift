import GANEvaluation
import Testing

@testable import GANReports

@Suite struct VerdictWordsTests {
    private func tile(_ section: ReportSection, _ grade: Grade, _ finding: SectionFinding) -> Verdict.Tile {
        Verdict.Tile(section: section, grade: grade, metric: "m", finding: finding)
    }

    private func verdict(
        _ quality: Grade, _ diversity: Grade, memorization: Grade? = .good, missing: [String] = [],
        grade: Grade = .good, copying: Verdict.Copying? = nil, shortage: Verdict.Shortage? = nil
    ) -> Verdict {
        let reach = SectionFinding.Reach(share: 0.8, heldOut: 0.9, isJudged: true)
        var tiles = [tile(.quality, quality, .precision(reach)), tile(.diversity, diversity, .coverage(reach))]
        if let memorization { tiles.append(tile(.memorization, memorization, .noExactCopy)) }
        if !missing.isEmpty { tiles.append(tile(.modes, .alarming, .missingModes(missing, total: 10, isSure: true))) }
        return Verdict(grade: grade, tiles: tiles, findings: [], copying: copying, shortage: shortage)
    }

    private func said(_ finding: SectionFinding, noun: String = "image") -> String {
        VerdictWords(Verdict(grade: .good, tiles: [], findings: [], noun: noun)).said(finding)
    }

    @Test func aVerdictIsLookFindingsAndAdvice() {
        #expect(
            VerdictWords(verdict(.good, .good)).sentence
                == "Realistic and varied; no sign of plain copies of training data: nothing here speaks against shipping it."
        )
        let alarming = verdict(
            .good, .alarming, memorization: .alarming, missing: ["Bag"], grade: .alarming, copying: .near(share: 0.123))
        #expect(
            VerdictWords(alarming).sentence
                == "Realistic, but far less varied than real data; 1 of 10 classes is missing: Bag; 12\u{A0}% of the samples lie suspiciously close to training images: don't ship it."
        )
        let nothing = Verdict(grade: .cannotTell, tiles: [], findings: [])
        #expect(
            VerdictWords(nothing).sentence
                == "Quality and variety can't be told; whether it copies its training data can't be told: not enough is known to ship it."
        )
    }

    /// What isn't known is said, and what would tell it.
    @Test func whatCantBeToldIsNamedWithItsCause() {
        var open = verdict(.cannotTell, .good, memorization: .cannotTell, grade: .cannotTell)
        #expect(
            VerdictWords(open).sentence
                == "Varied; how realistic can't be told from these samples; whether it copies its training data can't be told: not enough is known to ship it."
        )
        open.hasHeldOut = false
        #expect(
            VerdictWords(open).sentence
                == "Varied; how realistic can't be told without --held-out data; whether it copies its training data can't be told without --held-out data: not enough is known to ship it."
        )
    }

    /// A collapse is said in the sentence, whichever rule decided.
    @Test func fewDifferentImagesAreSaid() {
        var collapsed = verdict(.good, .alarming, grade: .alarming)
        let found = SectionFinding.distinct(.init(distinct: 8, samples: 1500, support: 8.2))
        collapsed.witnesses = [
            Witness(
                rule: "distinct", section: .diversity, metric: "distinct_samples", grade: .alarming, finding: found,
                limits: .init(good: 0.9, .atLeastTimesReal))
        ]
        #expect(
            VerdictWords(collapsed).sentence.hasPrefix(
                "Realistic, but far less varied than real data; about 8 different images among 1500 samples;"))
        #expect(said(found) == "1500 samples are about 8 different images.")
        #expect(
            said(.distinct(.init(distinct: 300, samples: 1500, support: 420)), noun: "point")
                == "1500 samples are about 300 different points; the generator makes about 420 in all.")
        #expect(
            said(.distinct(.init(distinct: 1490, samples: 1500, support: 1e6)))
                == "1490 of 1500 samples differ from each other as real images do.")
    }

    @Test func figuresAreSaidBesideRealDatas() {
        #expect(
            said(.measured("recall", .init(value: 0.29, real: 0.92, isHeldOut: true)))
                == "Recall is 0.290, of held-out data 0.920.")
        #expect(
            said(.measured("frechet_distance", .init(value: 31, real: 0.7, isHeldOut: false)))
                == "Fréchet distance is 31.0, of equal distributions 0.700.")
        #expect(
            said(.crowded(.init(value: 2, real: 1, isHeldOut: true)))
                == "The samples lie 2.0 times as deep within real data as held-out data: they crowd where real data are densest."
        )
        #expect(
            said(.crowded(.init(value: 1, real: 1, isHeldOut: true)))
                == "The samples lie 1.0 times as deep within real data as held-out data.")
        #expect(
            said(.regions(.init(starved: 2, swollen: 1, total: 40, share: 0.1)))
                == "Too few samples in 2 of 40 regions of the real data, which hold 10\u{A0}% of them, and too many in 1."
        )
        #expect(
            said(.regions(.init(starved: 0, swollen: 0, total: 40, share: 0)))
                == "None of 40 regions of the real data holds fewer or more samples than chance gives.")
        var regions = SectionFinding.Regions(starved: 0, swollen: 0, total: 40, share: 0)
        (regions.smallestMissing, regions.smallestHalved) = (0.02, 0.1)
        #expect(
            said(.regions(regions)).hasSuffix(
                "A mode of less than 2\u{A0}% could be missing unseen, and one of less than 10\u{A0}% at half of its share."
            ))
        regions.neighbourhood = .init(realShare: 0.1, generatedShare: 0.04, probability: 0.002)
        #expect(
            said(.regions(regions))
                == "Where 10\u{A0}% of the real data lie, there are only 4\u{A0}% of the samples (p = 0.002), though no region shows it."
        )
        regions.neighbourhood = .init(realShare: 0.04, generatedShare: 0.1, probability: 0.002)
        #expect(
            said(.regions(regions))
                == "10\u{A0}% of the samples crowd where only 4\u{A0}% of the real data lie (p = 0.002), though no region shows it."
        )
        #expect(
            said(.regions(.init(starved: 0, swollen: 0, total: 40, share: 0, probability: 0.001)))
                == "Samples spread otherwise over 40 regions of the real data than chance gives (p = 0.001), though no region alone shows it."
        )
        #expect(
            said(.look(.init(metric: "sharpness", property: nil, difference: -1.204)))
                == "Sharpness: 1.20 standard deviations of real images below theirs on average.")
    }

    /// Two witnesses of one section disagree: both are said.
    @Test func disagreementIsSaid() {
        var blurred = tile(.quality, .alarming, .look(.init(metric: "sharpness", property: nil, difference: -3)))
        blurred.dissenting = .precision(.init(share: 0.96, heldOut: 0.95, isJudged: true))
        let words = VerdictWords(Verdict(grade: .alarming, tiles: [blurred], findings: []))
        #expect(words.said(blurred).hasPrefix("Sharpness: 3.00 standard deviations"))
        #expect(words.said(blurred).contains("96\u{A0}% of the samples lie among real data"))
    }

    @Test func fewSamplesAreSaidAndCopiesAmongThem() {
        let few = verdict(.cannotTell, .cannotTell, shortage: .init(samples: 49, needed: 200))
        #expect(VerdictWords(few).sentence == "49 samples are too few to judge this generator; give at least 200.")
        let copied = verdict(
            .cannotTell, .cannotTell, grade: .alarming, copying: .exact(7), shortage: .init(samples: 49, needed: 200))
        #expect(
            VerdictWords(copied).sentence
                == "49 samples are too few to judge this generator, but 7 samples are training images: don't ship it.")
    }

    @Test func aShareIsSaidBesideWhatRealDataReach() {
        #expect(
            said(.precision(.init(share: 0.8, heldOut: 0.9, isJudged: true)))
                == "80\u{A0}% of the samples lie among real data; of real held-out data 90\u{A0}% do.")
        #expect(
            said(.coverage(.init(share: 0.8, heldOut: 0.9, isJudged: true)))
                == "80\u{A0}% of the real neighbourhoods hold a sample; with real held-out data 90\u{A0}% would.")
        #expect(
            said(.coverage(.init(share: 0.8, heldOut: nil, isJudged: true)))
                == "80\u{A0}% of the real neighbourhoods hold a sample.")
        #expect(
            said(.precision(.init(share: 0.8, heldOut: nil, isJudged: false)))
                == "80\u{A0}% of the samples lie among real data. Held-out data would tell how much is possible.")
        #expect(
            said(.ungraded(.precision(.init(share: 1, heldOut: nil, isJudged: true)), samples: 3))
                == "100\u{A0}% of the samples lie among real data. 3 samples are too few for a grade.")
    }

    @Test func copiesAreSaidAsFarAsTheyWereLookedFor() {
        let tail = SectionFinding.Tail(share: 0.05, heldOut: 0.01)
        #expect(
            said(.tooNear(tail, pValue: 0.00001, exactCopies: 3))
                == "5\u{A0}% of the samples lie as close to a training image as only 1\u{A0}% of held-out images do (p < 0.0001); 3 equal one exactly."
        )
        #expect(said(.noCopying(tail)).hasSuffix(" Mirrored, shifted or partial copies were not looked for."))
        #expect(said(.noCopying(tail), noun: "point").hasSuffix("no more than chance gives."))
        #expect(said(.exactCopies(2)).hasPrefix("2 samples equal a training image exactly; held-out data would tell"))
        #expect(said(.exactCopiesAlone(2)).hasSuffix("the samples as a whole lie no closer than held-out images."))
        #expect(said(.noExactCopy).hasSuffix("needs --held-out data."))
    }

    @Test func missingModesAreNamedAndCounted() {
        #expect(said(.missingModes(["m1", "m3"], total: 5, isSure: true)) == "2 of 5 classes are missing: m1, m3.")
        let many = said(.missingModes((0..<6).map { "m\($0)" }, total: 8, isSure: false))
        #expect(many == "6 of 8 classes are missing: m0, m1, m2, m3 and 2 more. The samples are too few to be sure.")
        let five = said(.missingModes((0..<5).map { "m\($0)" }, total: 8, isSure: true))
        #expect(five == "5 of 8 classes are missing: m0, m1, m2, m3, m4.")
        #expect(said(.classesMade(total: 5, divergence: nil)) == "All 5 classes are made.")
        #expect(
            said(.classesMade(total: 5, divergence: 0.2))
                == "All 5 classes are made, though unevenly.")
        #expect(said(.modesReached(total: 8, share: 0.9, real: 0.99)).hasSuffix("of one (real data: 99\u{A0}%)."))
    }

    @Test func trainingIsSaidByItsEnd() {
        #expect(said(.discriminatorAhead(accuracy: 0.99)).contains("told 99\u{A0}% apart"))
        #expect(
            said(.discriminatorAccuracy(real: 0.6, generated: 0.7))
                == "At the end of training the discriminator was right on 60\u{A0}% of real and 70\u{A0}% of generated images."
        )
    }

    @Test func discriminatorsAreSpokenOf() {
        #expect(
            said(.discriminatorOverfits(ratio: 0.72)).contains("72\u{A0}% of the way from training images to samples"))
        #expect(said(.discriminatorGeneralizes(ratio: 0.04)).contains("r_v 0.04"))
        #expect(
            said(.discriminatorTells(area: 0.9, isHeldOut: true)).contains(
                "a real image more real than a sample in 90\u{A0}%"))
        #expect(said(.discriminatorTells(area: 0.9, isHeldOut: false)).contains("--held-out"))
    }

    @Test(arguments: [SectionFinding.Need.samples, .trainingRows, .modes, .discriminatorScores])
    func whatWasNotMeasuredSaysWhatItLacks(need: SectionFinding.Need) {
        #expect(said(.notMeasured(need)).hasPrefix("Not measured"))
    }
}
