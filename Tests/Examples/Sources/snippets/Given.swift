// What articles speak of without making it; their functions, which `Tests/Examples/snippets` writes, are compiled and never run.
import GANNumerics

let realFeatures = [Float](repeating: 0, count: 5_000 * 64)
let generatedFeatures = realFeatures
let real = Matrix<Float>(rows: 5_000, columns: 64, scalars: realFeatures)
let generated = real
let heldOut = real

struct SomeError: Error {}
let someError: any Error = SomeError()
