package import GANData
import GANONNX

extension PerceptualDistance {
    /// A distance, or what keeps it from being there.
    package enum Opening {
        case found(PerceptualDistance)
        /// As a clause: "needs …".
        case lacking(String)
    }
}

extension ExtractorRegistry {
    /// The distance for samples of one shape, or why there can't be one here: no weights, no runtime, or samples that the network does not take.
    ///
    /// Throws what is wrong with weights and a runtime that are there.
    package func perceptualDistanceIfThere(sampleShape: SampleShape) throws -> PerceptualDistance.Opening {
        let network = BuiltinNetwork.efficientNetLite0.rawValue
        do {
            return .found(try perceptualDistance(sampleShape: sampleShape))
        } catch let error as ModelError {
            switch error {
            case .extractorWeightsMissing: return .lacking("needs the weights of \(network), which ./setup gets")
            case .unsuitableSamples(_, let found, let expected):
                return .lacking(
                    "needs images that \(lpips == nil ? network : "LPIPS") takes: \(expected), not \(found)")
            default: throw error
            }
        } catch let error as ONNXError {
            if case .libraryMissing = error { return .lacking("needs ONNX Runtime, which ./setup gets") }
            throw error
        }
    }
}
