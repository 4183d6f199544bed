// FID and precision of two arrays in ten lines; called FID only where the features are the published Inception network's.
import GANData
import GANMetrics
import GANNumerics

guard CommandLine.arguments.count == 3,
    let real = try FeatureFile.read(CommandLine.arguments[1]).rows,
    let generated = try FeatureFile.read(CommandLine.arguments[2]).rows
else { fatalError("measure-features REAL.npy GENERATED.npy, one row a sample in both") }
let distance = try FrechetDistance.evaluate(real: real, generated: generated)
let precision = try Precision.evaluate(real: real, generated: generated)
print("Fréchet distance \(distance.value), precision \(precision.value) of \(generated.rows) samples")
for doubt in distance.diagnostics + precision.diagnostics { print("\(doubt.severity.rawValue): \(doubt.message)") }
