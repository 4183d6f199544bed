// Which of these samples are copies of training data?
import GANAudit
import GANData

guard CommandLine.arguments.count == 4 else { fatalError("audit-samples SAMPLES TRAINING HELD-OUT") }
let sources = try CommandLine.arguments.dropFirst().map { try SampleSources.open($0) }
let found = try Audit.run(samples: sources[0], training: sources[1], heldOut: sources[2])
for copy in found.copies.prefix(5) { print("sample \(copy.sample) copies training row \(copy.trainingRow)") }
print("\(found.copies.count) of \(found.sources.sampleCount) samples are listed as copies")
