import GANEvaluation
import GANMetrics
import Testing

@testable import GANReports

@Suite struct MetricLabelTests {
    @Test func readsRanges() {
        let ends = ["coverage", "inception_score", "kernel_distance", "any", "any, %"].map { MetricLabel($0) }
        #expect(ends.map(\.lowest) == [0, 1, nil, nil, 0] && ends.map(\.highest) == [1, nil, nil, nil, 100])
    }

    @Test func takesTitlesFromTheRegistry() {
        for entry in MetricRegistry.all { #expect(MetricLabel(entry.name).title == entry.title) }
        #expect(MetricLabel("something_new").title == "something new")
        #expect(!MetricRegistry.all.contains { MetricLabel($0.name).title.contains("FID") })
    }

    /// A metric that is listed nowhere would stand with the quality metrics unnoticed.
    @Test func everyMetricStandsInItsSection() {
        let sections: [ReportSection: Set<String>] = [
            .quality: [
                "frechet_distance", "spatial_frechet_distance", "frechet_distance_infinity", "kernel_distance",
                "kernel_distance_subsets",
                "mmd_rbf",
                "energy_distance", "sliced_wasserstein", "precision", "density", "precision_recall_curve",
                "alpha_precision", "realism", "inception_score", "one_nearest_neighbour", "classifier_two_sample",
                "sharpness", "power_spectrum", "appearance", "perceptual_path_length",
            ],
            .diversity: [
                "recall", "coverage", "beta_recall", "rarity", "vendi_score", "birthday_support", "distinct_samples",
                "ssim_diversity", "ms_ssim_diversity", "perceptual_diversity",
            ],
            .memorization: [
                "authenticity", "data_copying", "distance_ratio", "distance_to_closest_record_share",
                "memorization_informed_distance", "feature_likelihood_divergence",
            ],
            .modes: ["mode_coverage", "distinct_bins"],
            .discriminator: [
                "fresh_critic", "fresh_critic_pixels", "critic_jensen_shannon", "critic_wasserstein",
                "neural_network_divergence",
            ],
        ]
        for entry in MetricRegistry.all {
            let section = MetricLabel(entry.name).section
            #expect(sections[section]?.contains(entry.name) == true, "\(entry.name) in \(section)")
        }
        #expect(sections.values.reduce(0) { $0 + $1.count } == MetricRegistry.all.count)
    }
}
