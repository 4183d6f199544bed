import GANNumerics

/// The parts of a StyleGAN2 generator, whatever a project calls them; equalized weights have their gains in them.
///
/// Karras et al. 2020, 1912.04958.
struct StyleGAN2Network {
    /// Noise that a layer adds.
    struct Noise {
        var strength: Float
        /// `[height, width]`.
        var grid: [Int]
        /// The image that the file holds; nil where it holds none.
        var image: Tensor?
    }

    /// A modulated convolution with noise, bias and activation.
    struct Convolution {
        var name: String
        /// `[outputs, inputs, k, k]`, as it is learned.
        var weight: Tensor
        var style: StyleLinear
        var bias: [Float]
        var noise: Noise?
        /// Whether it doubles the image's sides before.
        var isUp: Bool
        /// A low-pass filter `[m, m]` with sum 1, where it doubles.
        var filter: Tensor?
        /// What is added to the sum of squares before its root, for weights as they are learned.
        var epsilon: Float
        var activation = StyleGAN2Activation.leaky
        /// Activations are cut here.
        var clamp: Float?
    }

    /// The modulated 1×1 convolution that makes colours.
    struct Colour {
        var name: String
        var weight: Tensor
        var style: StyleLinear
        var bias: [Float]
        var clamp: Float?
        /// The filter by which the image so far is doubled; nil in the first block.
        var filter: Tensor?
    }

    /// What works at one resolution.
    struct Block {
        var convolutions: [Convolution]
        var colour: Colour?
        /// The 1×1 convolution beside the block, of the architecture `resnet`.
        var skip: (name: String, weight: Tensor, filter: Tensor)?
    }

    var mapping: StyleMapping
    /// `[channels, height, width]`.
    var start: Tensor
    var blocks: [Block]

    /// Whether every layer with noise has an image of it.
    var holdsNoise: Bool {
        blocks.allSatisfy { $0.convolutions.allSatisfy { $0.noise == nil || $0.noise?.image != nil } }
    }

    /// The sizes of the images.
    var side: (height: Int, width: Int) {
        let doublings = blocks.reduce(0) { $0 + $1.convolutions.filter(\.isUp).count }
        return (start.shape[1] << doublings, start.shape[2] << doublings)
    }
}

/// What follows a layer's bias, with the gain that StyleGAN2 gives it.
enum StyleGAN2Activation: String {
    case leaky = "lrelu"
    case rectifier = "relu"
    case linear

    var gain: Float { self == .linear ? 1 : Float(2).squareRoot() }
}
