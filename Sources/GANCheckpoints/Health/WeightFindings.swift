import OrderedCollections

/// What a tensor's figures mean, in words.
enum WeightFindings {
    /// A channel's scale below this gives its output no say.
    private static let vanishingScale = 1e-5
    /// Trained weights have a root mean square below one, mostly far below.
    private static let explodedSize = 1e3

    static func about(
        _ health: TensorHealth, in tensors: OrderedDictionary<String, WeightTensor>
    ) -> [WeightFinding] {
        var findings: [WeightFinding] = []
        func find(_ severity: WeightFinding.Severity, _ message: String) {
            findings.append(WeightFinding(severity: severity, tensor: health.name, message: message))
        }
        let bad = health.nanCount + health.infiniteCount
        if bad > 0 {
            find(
                .warning,
                "\(health.nanCount) of \(health.count) values are NaN and \(health.infiniteCount) are infinite: "
                    + "the network can only make garbage")
        } else if health.count == 0 {
            find(.note, "is empty")
        }
        if health.units > 0, bad == 0 {
            if health.deadUnits == health.units {
                find(.warning, "all weights are zero")
            } else if health.deadUnits > 0 {
                find(
                    2 * health.deadUnits >= health.units ? .warning : .note,
                    "\(health.deadUnits) of \(health.units) outputs are dead: all their weights are zero, or nearly")
            }
        }
        if health.type.isFloatingPoint, health.rootMeanSquare > explodedSize, !health.isBuffer {
            find(
                .warning,
                "values are huge, with a root mean square of \(short(health.rootMeanSquare)): training diverged")
        }
        findings += normalization(health, in: tensors)
        return findings
    }

    /// What batch normalization's statistics and scales tell.
    private static func normalization(
        _ health: TensorHealth, in tensors: OrderedDictionary<String, WeightTensor>
    ) -> [WeightFinding] {
        guard let tensor = tensors[health.name], let dot = health.name.lastIndex(of: ".") else { return [] }
        let (layer, part) = (health.name[..<dot], health.name[health.name.index(after: dot)...])
        // Only where there are statistics is it batch normalization, not another layer with a "weight".
        guard tensors[layer + ".running_var"] != nil else { return [] }
        var findings: [WeightFinding] = []
        func find(_ severity: WeightFinding.Severity, _ message: String) {
            findings.append(WeightFinding(severity: severity, tensor: health.name, message: message))
        }
        let values = tensor.doubles(0..<min(tensor.count, 1 << 20))
        switch part {
        case "running_var":
            let (negative, zero) = (values.count { $0 < 0 }, values.count { $0 == 0 })
            if negative > 0 {
                find(.warning, "\(negative) of \(tensor.count) variances are negative, which none can be")
            }
            if zero > 0 {
                find(.warning, "\(zero) of \(tensor.count) variances are zero: what these channels get never changed")
            }
        case "weight":
            let small = values.count { abs($0) < vanishingScale }
            if small > 0 {
                find(
                    2 * small >= tensor.count ? .warning : .note,
                    "\(small) of \(tensor.count) channels are scaled to nearly nothing")
            }
        case "num_batches_tracked":
            if values.first == 0 {
                find(.note, "the layer's statistics are those of a network that was never trained")
            }
        default: break
        }
        return findings
    }

    /// Two digits of a large number.
    private static func short(_ value: Double) -> String {
        var (digits, exponent) = (value, 0)
        while digits >= 10, exponent < 400 {
            digits /= 10
            exponent += 1
        }
        return "\((digits * 10).rounded() / 10)e\(exponent)"
    }
}
