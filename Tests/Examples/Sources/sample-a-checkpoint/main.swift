// Samples of a model file of any kind: PyTorch, safetensors, ONNX, or what `ganeval train` wrote.
import GANModels
import GANNumerics

guard CommandLine.arguments.count == 2 else { fatalError("sample-a-checkpoint MODEL") }
let file = try ModelFile.open(CommandLine.arguments[1])
let loaded = try file.generator()
for (name, value) in loaded.facts { print("\(name): \(value)") }
for note in loaded.notes { print("note: \(note)") }
let samples = try loaded.generator.sample(rows: 0..<16, seed: 1)
let mean = Statistics.mean(samples.scalars.map(Double.init))
print("\(samples.rows) samples, \(loaded.generator.sampleShape), mean grey level \(mean)")
