import GANNumerics
import OrderedCollections
import Testing

@testable import GANMetrics

@Suite struct MetricRegistryTests {
    @Test func namesAreUniqueAndFound() {
        #expect(Set(MetricRegistry.all.map(\.name)).count == MetricRegistry.all.count)
        for entry in MetricRegistry.all {
            #expect(MetricRegistry.entry(named: entry.name) == entry)
            #expect(
                entry.paper.contains(#/arXiv \d{4}\.\d{5}$/#) || entry.paper.contains(#/ \d{4}, .+/#), "\(entry.name)")
        }
        #expect(MetricRegistry.entry(named: "fid") == nil)
    }

    @Test(arguments: MetricRegistry.all.map(\.name)) func everyEntryExplainsItself(name: String) throws {
        let entry = try #require(MetricRegistry.entry(named: name))
        for text in [entry.title, entry.range, entry.sees, entry.blindTo, entry.formula] { #expect(!text.isEmpty) }
        // Whole sentences.
        for text in [entry.reading, entry.references, entry.uncertainty, entry.conventions] {
            #expect(text.count > 10 && text.hasSuffix(".") && !text.contains("  "), "\(entry.name): \(text)")
        }
        for text in [entry.sees, entry.blindTo, entry.formula] { #expect(!text.hasSuffix("."), "\(entry.name)") }
    }

    /// The names in results, which files, reports and gates of others rely on: none goes and none is renamed.
    @Test func allNamesAreThere() {
        #expect(
            Set(MetricRegistry.all.map(\.name)) == [
                "frechet_distance", "spatial_frechet_distance", "frechet_distance_infinity", "kernel_distance",
                "kernel_distance_subsets",
                "mmd_rbf",
                "energy_distance", "sliced_wasserstein", "precision", "recall", "density", "coverage",
                "precision_recall_curve", "alpha_precision", "beta_recall", "realism", "rarity", "vendi_score",
                "inception_score", "authenticity", "data_copying", "distance_ratio",
                "distance_to_closest_record_share", "memorization_informed_distance", "feature_likelihood_divergence",
                "one_nearest_neighbour", "classifier_two_sample", "distinct_bins", "mode_coverage", "birthday_support",
                "sharpness", "power_spectrum", "appearance", "distinct_samples", "fresh_critic", "fresh_critic_pixels",
                "critic_jensen_shannon", "critic_wasserstein", "neural_network_divergence", "ssim_diversity",
                "ms_ssim_diversity", "perceptual_diversity", "perceptual_path_length",
            ])
    }

    /// The parts that the names' table promises beside a value.
    @Test func promisedPartsAreThere() throws {
        let promised: OrderedDictionary<String, [String]> = [
            "kernel_distance_subsets": ["mean", "std"], "precision_recall_curve": ["f8", "f1_8"],
            "inception_score": ["mean", "std"], "data_copying": ["global_z", "cells", "cell_z"],
            "feature_likelihood_divergence": ["gap"], "one_nearest_neighbour": ["real", "generated"],
            "classifier_two_sample": ["auc", "p_value"], "distinct_bins": ["different_bins", "bins", "jensen_shannon"],
            "mode_coverage": ["kl_to_reference"], "distance_ratio": ["tail_share"],
        ]
        let probabilities = InceptionScoreTests.softmax(normalRows(4, 260, 5).converted(to: Double.self))
        let outcome = try MetricCatalogue.evaluate(
            Array(promised.keys),
            inputs: .init(
                real: normalRows(1, 240, 6), generated: normalRows(2, 260, 6), heldOut: normalRows(3, 240, 6),
                probabilities: probabilities, realProbabilities: probabilities))
        for (name, parts) in promised {
            let result = try #require(outcome.results[name], "\(name): \(outcome.omitted[name] ?? "")")
            for part in parts { #expect(result.parts[part] != nil, "\(name) has no \(part)") }
        }
        let support = try BirthdaySupport.evaluate(
            real: normalRows(1, 300, 2), generated: normalRows(2, 300, 2).rows(at: (0..<300).map { $0 % 20 }))
        #expect(support.parts["given_threshold"] != nil, "the support's own interval")
    }

    /// `report.json` writes parts beside these keys, in one object.
    @Test func partsDoNotHideTheCommonFields() throws {
        let outcome = try MetricCatalogue.evaluate(
            MetricRegistry.all.map(\.name),
            inputs: .init(
                real: normalRows(1, 240, 6), generated: normalRows(2, 260, 6), heldOut: normalRows(3, 240, 6)))
        let common: Set = [
            "extractor", "value", "interval", "interval_method", "level", "null", "null_basis", "ceiling",
            "ceiling_basis", "diagnostics",
        ]
        for (name, result) in outcome.results { #expect(common.isDisjoint(with: result.parts.keys), "\(name)") }
    }
}
