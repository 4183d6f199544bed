import GANNumerics

/// A named set of options under which the numbers of another tool come out: what differs between tools, as data.
///
/// A convention changes options and nothing else: ganeval's own definitions, nulls and intervals stay. What no option can
/// reproduce stands in `remaining`.
public struct MetricConvention: Sendable, Equatable {
    /// What `--compat` takes, and what the protocol records.
    public let name: String
    /// The tool and the release or revision whose source was read.
    public let source: String
    /// What it sets, in words.
    public let summary: String
    /// What still differs from that tool's numbers, in words; empty when nothing is known to.
    public let remaining: String
    /// The options with which the metric gives that tool's numbers.
    public let options: MetricOptions

    private init(
        _ name: String, source: String, summary: String, remaining: String, _ change: (inout MetricOptions) -> Void
    ) {
        self.name = name
        self.source = source
        self.summary = summary
        self.remaining = remaining
        var options = MetricOptions()
        change(&options)
        self.options = options
    }

    /// The convention without `--compat`.
    public static let standard = MetricConvention(
        "ganeval", source: "this program",
        summary: "covariance N-1; k = 5 and < in neighbour metrics; 100 subsets of 1000; 10 splits", remaining: ""
    ) { _ in }

    /// All conventions, `standard` first.
    public static let all = [
        standard,
        MetricConvention(
            "stylegan", source: "NVIDIA's StyleGAN3, metrics/",
            summary: "covariance N; k = 3 and <= in neighbour metrics; 100 subsets of 1000; 10 splits",
            remaining: "It rounds the features of precision and recall, and their radii, to float16, and draws its "
                + "subsets from another generator of random numbers."
        ) {
            $0.covariance = .maximumLikelihood
            $0.neighbours = 3
            $0.boundary = .inclusive
        },
        MetricConvention(
            "prdc", source: "prdc (Naeem et al. 2020)", summary: "k = 5 and < in neighbour metrics",
            remaining: "It has no default k; 5 is its documented example."
        ) {
            $0.neighbours = 5
            $0.boundary = .exclusive
        },
        MetricConvention(
            "torch-fidelity", source: "torch-fidelity 0.4",
            summary: "covariance N-1; k = 3 and <= in neighbour metrics; 100 subsets of 1000; 10 splits",
            remaining: "It shuffles the rows before it splits them for the inception score, and draws its subsets from "
                + "another generator of random numbers."
        ) {
            $0.neighbours = 3
            $0.boundary = .inclusive
        },
        MetricConvention(
            "pytorch-fid", source: "pytorch-fid 0.3", summary: "covariance N-1",
            remaining: "It adds 1e-6 to both diagonals where its matrix root is not finite."
        ) { $0.covariance = .unbiased },
        MetricConvention(
            "dgm-eval", source: "dgm-eval (Stein et al. 2023)",
            summary: "covariance N-1; k = 5 and < in neighbour metrics; 100 subsets of 1000; 10 splits",
            remaining: "It computes neighbour metrics on at most 10,000 rows a side, drawn without its seed, and "
                + "shuffles the rows before it splits them for the inception score."
        ) {
            $0.neighbours = 5
            $0.boundary = .exclusive
        },
        MetricConvention(
            "torchmetrics", source: "torchmetrics 1.9", summary: "covariance N-1; 100 subsets of 1000; 10 splits",
            remaining: "It shuffles the rows before it splits them for the inception score, and draws its subsets from "
                + "another generator of random numbers; it has no neighbour metrics."
        ) { $0.covariance = .unbiased },
    ]

    /// The convention of this name, or nil.
    public static func named(_ name: String) -> MetricConvention? { all.first { $0.name == name } }
}

extension MetricOptions {
    /// The options of a convention, or nil where there is none of this name.
    public static func convention(named name: String) -> MetricOptions? { MetricConvention.named(name)?.options }

    /// Every option by name, as a protocol records it: whatever can move a number is here.
    public var protocolFields: [(name: String, value: String)] {
        [
            ("neighbours", "\(neighbours)"), ("boundary", boundary.rawValue),
            ("covariance", covariance == .unbiased ? "N-1" : "N"), ("subsets", "\(subsets)"),
            ("subset_size", "\(subsetSize)"), ("splits", "\(splits)"), ("sigma", "\(sigma)"),
            ("bins", bins.map { "\($0)" } ?? "as the rows allow"), ("intervals", interval ? "yes" : "no"),
            ("seed", "\(seed)"),
        ]
    }
}
