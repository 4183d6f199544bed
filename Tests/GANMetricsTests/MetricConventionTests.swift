import GANNumerics
import Testing

@testable import GANMetrics

@Suite struct MetricConventionTests {
    @Test func namesAreUniqueAndFound() {
        #expect(Set(MetricConvention.all.map(\.name)).count == MetricConvention.all.count)
        for convention in MetricConvention.all {
            #expect(MetricConvention.named(convention.name) == convention)
            #expect(MetricOptions.convention(named: convention.name) == convention.options)
            #expect(!convention.summary.isEmpty && !convention.source.isEmpty)
            #expect((convention.name == "ganeval") == convention.remaining.isEmpty)
        }
        #expect(MetricConvention.all.first == .standard && MetricConvention.standard.options == MetricOptions())
        #expect(MetricOptions.convention(named: "fid") == nil)
    }

    /// PEERS.md's three differences: the covariance's divisor, the neighbours and the boundary.
    @Test(arguments: [
        ("ganeval", CovarianceEstimator.unbiased, 5, Boundary.exclusive),
        ("stylegan", .maximumLikelihood, 3, .inclusive),
        ("prdc", .unbiased, 5, .exclusive), ("torch-fidelity", .unbiased, 3, .inclusive),
        ("pytorch-fid", .unbiased, 5, .exclusive), ("dgm-eval", .unbiased, 5, .exclusive),
        ("torchmetrics", .unbiased, 5, .exclusive),
    ])
    func setsWhatItsToolDoes(name: String, covariance: CovarianceEstimator, neighbours: Int, boundary: Boundary) throws
    {
        let options = try #require(MetricOptions.convention(named: name))
        #expect(options.covariance == covariance && options.neighbours == neighbours && options.boundary == boundary)
        #expect(options.subsets == 100 && options.subsetSize == 1000 && options.splits == 10)
    }

    @Test func theSummarySaysWhatIsSet() {
        for convention in MetricConvention.all where convention.summary.contains("neighbour") {
            let boundary = convention.options.boundary == .exclusive ? "< " : "<= "
            #expect(convention.summary.contains("k = \(convention.options.neighbours) and \(boundary)"))
        }
        for convention in MetricConvention.all where convention.summary.contains("covariance") {
            let divisor = convention.options.covariance == .unbiased ? "N-1" : "N;"
            #expect(convention.summary.contains("covariance \(divisor)"))
        }
    }

    /// An option that the protocol leaves out would let unlike numbers carry one fingerprint.
    @Test func theProtocolRecordsEveryOption() {
        #expect(MetricOptions().protocolFields.count == Mirror(reflecting: MetricOptions()).children.count)
        var other = MetricOptions()
        other.neighbours = 3
        other.boundary = .inclusive
        other.covariance = .maximumLikelihood
        other.subsets = 1
        other.subsetSize = 2
        other.splits = 4
        other.sigma = 3
        other.bins = 7
        other.seed = 9
        other.interval = false
        for (one, two) in zip(MetricOptions().protocolFields, other.protocolFields) {
            #expect(one.name == two.name && one.value != two.value)
        }
    }
}
