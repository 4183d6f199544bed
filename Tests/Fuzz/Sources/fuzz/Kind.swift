/// A kind of file that is damaged, and the command that reads it.
struct Kind: Sendable {
    var name: String
    /// Files to begin with: of `fixtures`, or of the scene where they begin with "scene/"; `*` stands for the rest of a name.
    var seeds: [String]
    /// What the program is given: FILES is where the damaged ones stand, FILE the only one, DIR its folder, SCENE the
    /// scene and FIXTURES the fixtures.
    var command: String
    /// How the damaged file is called; nil for the seed's own ending behind a number.
    var fileName: String?
    var isText = false

    /// Many files are one run where the command takes several.
    var batch: Int { command.contains("FILES") ? 250 : 1 }

    static func weights(_ name: String, _ seeds: String...) -> Kind {
        Kind(name: name, seeds: seeds, command: "inspect FILES")
    }

    static func data(_ name: String, _ seeds: String..., isText: Bool = false) -> Kind {
        Kind(name: name, seeds: seeds, command: "inspect --data FILES", isText: isText)
    }

    static func text(_ name: String, _ command: String, _ fileName: String? = nil, _ seeds: String...) -> Kind {
        Kind(name: name, seeds: seeds, command: command, fileName: fileName, isText: true)
    }

    static func binary(_ name: String, _ command: String, _ fileName: String? = nil, _ seeds: String...) -> Kind {
        Kind(name: name, seeds: seeds, command: command, fileName: fileName)
    }

    /// All of them: a new kind is one line here.
    static let all: [Kind] = [
        .data("png", "data/png/*.png", "images/*.png"),
        .data("jpeg", "images/codecs/*.jpg"),
        .data("webp", "images/codecs/*.webp"),
        .data("bmp", "images/codecs/*.bmp"),
        .data("pnm", "images/codecs/*.ppm", "images/codecs/*.pgm", "images/codecs/*.pbm"),
        .data("npy samples", "data/npy/*.npy", "data/same/images.npy"),
        .data("npz samples", "data/same/*.npz"),
        .data("zip of images", "data/same/*.zip"),
        .data("idx", "data/same/train-images-idx3-ubyte", "data/same/zipped-images-idx3-ubyte.gz"),
        .data("csv samples", "data/table.csv", "scene/points.csv", isText: true),
        .data("cifar records", "scene/records.bin"),
        // Told by their names, which say the kind as a whole.
        .binary(
            "cifar pickles", "inspect --data FILE", "data_batch_1", "data/cifar-10-batches-py/data_batch_1",
            "data/cifar-100-python/train"),
        .data("hdf5", "data/hdf5/*.h5"),
        .data("lmdb", "data/lmdb/*.mdb"),
        .data("tar shards", "data/same/*.tar"),
        .weights("torch zip", "checkpoints/files/*.pth", "checkpoints/files/*.pt", "checkpoints/files/*.ckpt"),
        .weights("torch legacy", "checkpoints/files/*legacy*.pth", "checkpoints/files/*.tar"),
        .weights("pickle", "checkpoints/files/*.pkl", "checkpoints/*.pkl", "foreign/stylegan2-ada-skip/*.pkl"),
        .weights("safetensors", "checkpoints/files/*.safetensors", "scene/run/checkpoints/*.safetensors"),
        .weights("npz weights", "checkpoints/files/*.npz"),
        .weights("onnx file", "onnx/*.onnx", "planted/*.onnx", "scene/ring.onnx"),
        .binary("onnx run", "sample FILE --count 2 --out DIR/out.npy", nil, "onnx/*.onnx", "scene/ring.onnx"),
        .binary(
            "native checkpoint", "sample FILE --count 2 --out DIR/out.npy", nil, "scene/run/checkpoints/*.safetensors"),
        .binary(
            "latents", "sample FIXTURES/onnx/tanh.onnx --latents FILE --out DIR/out.npy", "z.npy", "onnx/latents.npy"),
        .text(
            "features csv", "measure --real SCENE/points.csv --generated FILE --metrics precision", "f.csv",
            "scene/points.csv"),
        .binary(
            "features npy", "measure --real SCENE/points.npy --generated FILE --metrics frechet_distance", "f.npy",
            "scene/points.npy"),
        .text("policy", "gate SCENE/report --policy FILE", "policy.yaml", "scene/policy.yaml", "scene/policy.json"),
        .text("report.json", "gate FILE --policy SCENE/policy.yaml", "report.json", "scene/report/report.json"),
        .text("two reports", "compare FILE SCENE/report --out DIR/out", "report.json", "scene/report/report.json"),
        .text(
            "audit.json", "gate SCENE/report --audit FILE --policy SCENE/audit-policy.yaml", "audit.json",
            "scene/audit/audit.json"),
        .text(
            "architecture",
            "sample FIXTURES/checkpoints/generator.safetensors --architecture FILE --count 1 --out DIR/out.npy",
            "a.json",
            "checkpoints/architecture.json"),
        .text("extractor", "extractor add FILE --store DIR/store", "encoder.yaml", "scene/encoder.yaml"),
        .text(
            "known modes",
            "report --generated builtin:ring[0:60] --reference builtin:ring[0:60] --known-modes FILE --no-store --out DIR/out",
            "modes.json", "scene/modes.json"),
        .binary("store", "history --store DIR", "ganeval.sqlite", "scene/store/ganeval.sqlite"),
        .binary(
            "series", "series FILE --reference builtin:ring[0:60] --samples 50 --no-store --out DIR/out", nil,
            "scene/run/checkpoints/*.safetensors"),
    ]
}
