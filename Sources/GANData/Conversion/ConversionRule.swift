/// The named ways in which `--resize-rule` brings images to another size.
///
/// Pillow's filters are those of `Image.resize`: whole levels, rounded after each of two passes, equal to Pillow's bytes. The others work in
/// float32, and their results are rounded to whole levels, as an 8-bit file has them.
public enum ConversionRule: String, Sendable, CaseIterable {
    /// sinc(x)·sinc(x/3), radius 3: `dataset_tool.py` of StyleGAN.
    case pillowLanczos = "pil-lanczos"
    /// The cubic of Keys (1981) with a = −½, radius 2.
    case pillowBicubic = "pil-bicubic"
    /// The triangle of radius 1: `Resize` of torchvision on images of Pillow.
    case pillowBilinear = "pil-bilinear"
    /// A raised cosine over sinc, radius 1.
    case pillowHamming = "pil-hamming"
    /// Each output is the mean of the pixels whose centres it covers.
    case pillowBox = "pil-box"
    /// `torch.nn.functional.interpolate(mode="bilinear", antialias=True)`.
    case torchBilinearAntialias = "torch-bilinear-antialias"
    /// `torch.nn.functional.interpolate(mode="bilinear")`: two pixels a side always.
    case torchBilinear = "torch-bilinear"
    /// TensorFlow 1's `resize_bilinear`, without half-pixel centres.
    case tf1Bilinear = "tf1-bilinear"
    /// Each output is the mean of the area that it covers.
    case area
    /// The pixel in which the output's centre lies.
    case nearest

    /// Pillow's filter; nil for the rules in float32.
    var filter: PillowFilter? {
        switch self {
        case .pillowLanczos: .lanczos
        case .pillowBicubic: .bicubic
        case .pillowBilinear: .bilinear
        case .pillowHamming: .hamming
        case .pillowBox: .box
        case .torchBilinearAntialias, .torchBilinear, .tf1Bilinear, .area, .nearest: nil
        }
    }

    /// The rule in float32; PyTorch took its weights from Pillow's filters.
    var floatRule: ResizeRule {
        switch self {
        case .pillowLanczos: .pilLanczos
        case .pillowBicubic: .pilBicubic
        case .pillowBilinear, .pillowHamming, .torchBilinearAntialias: .pilBilinear
        case .torchBilinear: .torchBilinear
        case .tf1Bilinear: .tf1Bilinear
        case .pillowBox, .area: .area
        case .nearest: .nearest
        }
    }

    /// As protocols name it: "pil-lanczos in 8 bits".
    var words: String { filter == nil ? rawValue + " in float32, rounded" : rawValue + " in 8 bits" }
}
