import GANFiles

/// The formats in which weights are read, told apart by content; a file's name says nothing.
public enum WeightFileFormat: String, Sendable, CaseIterable {
    /// A safetensors file that ganeval wrote, which describes its model.
    case checkpoint = "ganeval checkpoint"
    case safetensors = "safetensors"
    case pyTorch = "PyTorch"
    case pyTorchLegacy = "PyTorch, before 1.6"
    /// What `pickle.dump` wrote: StyleGAN's snapshots, dictionaries of tensors or arrays.
    case pickle = "pickle"
    /// What `torch.export.save` wrote (`.pt2`); its weights alone are read.
    case exportedProgram = "torch.export"
    case npz = "NumPy archive"
    case npy = "NumPy array"
}

/// What a file's first bytes say about it.
package enum FileSignature: Equatable {
    case zip, pickle, npy, safetensors
    /// Known, but not read; in words, with what to do.
    case foreign(String, remedy: String)
    case unknown

    package init(_ bytes: [UInt8]) {
        func begins(_ text: String, at offset: Int = 0) -> Bool { bytes.dropFirst(offset).starts(with: text.utf8) }
        if bytes.starts(with: [0x50, 0x4B, 3, 4]) || bytes.starts(with: [0x50, 0x4B, 5, 6]) {
            self = .zip
        } else if bytes.first == 0x93, begins("NUMPY", at: 1) {
            self = .npy
        } else if bytes.count > 8, bytes[8] == UInt8(ascii: "{"), bytes[4..<8].allSatisfy({ $0 == 0 }) {
            self = .safetensors
        } else if bytes.count > 1, bytes[0] == 0x80, (2...5).contains(bytes[1]) {
            self = .pickle
        } else if bytes.count > 8, bytes[8] == UInt8(ascii: "{") {
            // A header of more than four gigabytes is a lie, and that is what the error should say.
            self = .safetensors
        } else if begins("ustar", at: 257) {
            self = .foreign(
                "a tar file, perhaps one of PyTorch before 0.1.10",
                remedy:
                    "Load it in PyTorch and save the state dict again; unpack it first if it is an ordinary tar file.")
        } else if bytes.starts(with: [0x1F, 0x8B]) {
            self = .foreign("a gzip file", remedy: "Unpack it first: gunzip FILE.")
        } else if bytes.first == 0x89, begins("HDF", at: 1) {
            self = .foreign("an HDF5 file, as Keras writes", remedy: "Save the weights as .npz or safetensors.")
        } else if let found = ForeignContent(bytes) {
            self = .foreign(found.words, remedy: found.remedy)
        } else if begins("GGUF") {
            self = .foreign("a GGUF file", remedy: "Save the weights as safetensors.")
        } else {
            self = .unknown
        }
    }
}
