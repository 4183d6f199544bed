public import GANData
import GANFiles
public import GANNumerics

/// Samples as one array in a file.
public enum SampleArray {
    /// Writes grey levels `[n, height, width]`, with a last axis for several channels, as bytes; points `[n, size]` as they are.
    public static func write(_ samples: Matrix<Float>, shape: SampleShape, to path: String) throws {
        guard case .image(let height, let width, let channels) = shape else {
            try NPY.write(samples, to: path)
            return
        }
        let axes = [samples.rows, height, width] + (channels == 1 ? [] : [channels])
        try NPY.write(bytes: GreyLevels.quantize(samples.scalars), shape: axes, to: path)
    }

    /// Writes values as they are, float32, with the same axes.
    public static func write(values: Matrix<Float>, shape: SampleShape, to path: String) throws {
        guard case .image(let height, let width, let channels) = shape else {
            try NPY.write(values, to: path)
            return
        }
        let axes = [values.rows, height, width] + (channels == 1 ? [] : [channels])
        try NPY.write(values.scalars, shape: axes, to: path)
    }
}
