// Maps that pick positions: padding, cropping, and zeros between positions.

extension GridAxisMap {
    /// What stands beyond the edges of a padded grid, by PyTorch's names.
    public enum Padding: String, Sendable, Hashable, CaseIterable {
        /// Zeros.
        case zeros
        /// The grid mirrored at its first and last position, which are not repeated: fewer than its positions.
        case reflect
        /// The first and the last position.
        case replicate
        /// The grid again from its other end: at most its positions.
        case circular
    }

    /// Output i is input `sources[i]`, or zero where that is nil.
    public static func selected(_ inputs: Int, sources: [Int?]) -> GridAxisMap {
        let terms = sources.map { place -> [(source: Int, weight: Float)] in
            guard let place else { return [] }
            return [(place, 1)]
        }
        return GridAxisMap(inputs: inputs, terms: terms)
    }

    /// `before` and `after` positions more at the ends: one axis of PyTorch's `F.pad`.
    ///
    /// The caller sees to it that `padding` has as many positions to give.
    public static func padded(_ inputs: Int, before: Int, after: Int, _ padding: Padding) -> GridAxisMap {
        precondition(before >= 0 && after >= 0, "padding by \(before) and \(after)")
        let sources = (-before..<inputs + after).map { place -> Int? in
            if place >= 0, place < inputs { return place }
            switch padding {
            case .zeros: return nil
            case .reflect: return place < 0 ? -place : 2 * (inputs - 1) - place
            case .replicate: return place < 0 ? 0 : inputs - 1
            case .circular: return place < 0 ? place + inputs : place - inputs
            }
        }
        return selected(inputs, sources: sources)
    }

    /// The positions `step` apart, with zeros between them and up to `count` positions: a dilated kernel's axis.
    public static func spread(_ inputs: Int, step: Int, count: Int) -> GridAxisMap {
        precondition(step > 0 && count > (inputs - 1) * step, "\(inputs) positions \(step) apart on \(count)")
        let sources = (0..<count).map { place -> Int? in
            place.isMultiple(of: step) && place / step < inputs ? place / step : nil
        }
        return selected(inputs, sources: sources)
    }
}
