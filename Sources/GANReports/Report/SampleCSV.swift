import GANEvaluation
import GANMetrics
import GANText
import OrderedCollections

/// `per_sample.csv`: a line for each sample.
enum SampleCSV {
    static let name = "per_sample.csv"
    static let columns = [
        "sample", "origin", "class", "realism", "nearest_training_row", "nearest_training_origin", "distance",
        "distance_ratio",
    ]

    /// The table with its head; an empty field stands for what is not known.
    static func csv(_ table: SampleTable) -> String {
        var text = CSVTable.line(columns.map { .plain($0) })
        for row in table.rows {
            text += CSVTable.line([
                .count(row.sample), .outside(row.origin), .outside(row.className), .number(row.realism),
                .count(row.nearestRow), .outside(row.nearestOrigin), .number(row.distance), .number(row.ratio),
            ])
        }
        return text
    }
}

/// `metrics.csv`: a line for each metric, as the page's table has it.
enum MetricCSV {
    static let name = "metrics.csv"
    static let columns = [
        "metric", "extractor", "section", "direction", "value", "interval_low", "interval_high", "interval_level",
        "null",
        "real_data", "grade", "last_run",
    ]

    /// The table with its head; an empty field stands for what there is not.
    static func csv(_ report: EvaluationReport) -> String {
        var text = CSVTable.line(columns.map { .plain($0) })
        for measured in report.metrics.values {
            let (result, label) = (measured.result, MetricLabel(measured.name))
            let grade = report.verdict.witnesses.filter { $0.metric == measured.name }.map(\.grade).max()
            text += CSVTable.line([
                .outside(measured.name), .outside(measured.extractor), .plain(label.section.rawValue),
                .plain(label.direction?.rawValue ?? ""), .number(result.value), .number(result.interval?.low),
                .number(result.interval?.high), .number(result.interval?.level), .number(result.null?.value),
                .number(result.ceiling?.value), .plain(grade?.rawValue ?? ""),
                .number(report.previous?.change(of: measured)?.earlier.value),
            ])
        }
        return text
    }
}
