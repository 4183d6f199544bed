public import GANText

/// Why a PyTorch file is not read: where, and one case for each way in which it can be wrong or ask for too much.
public struct PyTorchError: ExplainedError, Equatable {
    /// What is wrong with a file that says it is PyTorch's.
    public enum Problem: Sendable, Equatable {
        // The pickle's instructions.
        case pickleEnds
        case refusedOpcode(String)
        case refusedGlobal(String)
        case refusedObject(global: String, what: String)
        case malformedPickle(String)
        case pickleLimit(String, limit: Int)
        // What they build.
        case recursive
        case tooDeep(limit: Int)
        case duplicateKey(String)
        // Storages and views of them.
        case storageMissing(String)
        case storageSize(String, bytes: Int, expected: Int)
        case storageTypes(String)
        case viewOutside(String)
        case tooMuchData(bytes: Int, limit: Int)
        // The file.
        case bigEndian
        case notTorch
        case damagedFile(String)
    }

    /// The file, and the byte or the tensor in it.
    public let place: String
    /// What was found at `place`.
    public let problem: Problem

    /// The file, option or place within it that the error speaks of.
    public var location: String { place }
    /// What was found there, as a clause.
    public var fact: String { PrintableText.of(parts.fact, limit: 500) }
    /// What would have been accepted instead.
    public var expectation: String { parts.expectation }
    /// What to do about it.
    public var remedy: String { parts.remedy }

    static let exportRemedy =
        "Load it in a Python that you trust and save the weights alone: torch.save(model.state_dict(), \"weights.pth\")."
    private static let damaged = "The file is damaged or was made to mislead; fetch or write it again."

    private var parts: (fact: String, expectation: String, remedy: String) {
        switch problem {
        case .pickleEnds: return ("the pickle ends inside an instruction", "a complete pickle", Self.damaged)
        case .refusedOpcode(let name):
            return (
                "the pickle has the instruction \(name)", "one of those that torch.save writes", Self.exportRemedy
            )
        case .refusedGlobal(let name):
            return (
                "the pickle asks for \(name), which could run code; nothing was run",
                "tensors, numbers, texts and containers of them", Self.exportRemedy
            )
        case .refusedObject(let global, let what):
            return ("the file holds \(what) (\(global))", "dense tensors of plain numbers", Self.exportRemedy)
        case .malformedPickle(let what): return (what, "what torch.save writes", Self.damaged)
        case .pickleLimit(let what, let limit): return ("the pickle \(what)", "at most \(limit)", Self.exportRemedy)
        case .recursive:
            return ("a container holds itself", "containers that end somewhere", Self.exportRemedy)
        case .tooDeep(let limit):
            return ("containers are nested too deep", "at most \(limit) levels", Self.exportRemedy)
        case .duplicateKey(let key): return ("the key \"\(key)\" comes twice", "each key once", Self.damaged)
        case .storageMissing(let key):
            return ("the storage \"\(key)\" is missing", "every storage that a tensor needs", Self.damaged)
        case .storageSize(let key, let bytes, let expected):
            return ("the storage \"\(key)\" has \(bytes) bytes", "\(expected)", Self.damaged)
        case .storageTypes(let key):
            return (
                "the storage \"\(key)\" is declared in two ways", "one size and type for each storage", Self.damaged
            )
        case .viewOutside(let what): return (what, "a view inside its storage", Self.damaged)
        case .tooMuchData(let bytes, let limit):
            return (
                "the tensors would take more than \(bytes) bytes, far more than the file holds", "at most \(limit)",
                "Save tensors without shared or repeated memory: tensor.clone()."
            )
        case .bigEndian:
            return (
                "the file was written by a big-endian machine", "little-endian numbers",
                "Save it again on another machine, or as safetensors."
            )
        case .notTorch:
            return (
                "it is a pickle without tensors or NumPy arrays", "weights that torch.save or pickle.dump wrote",
                Self.exportRemedy
            )
        case .damagedFile(let what): return (what, "a complete file of torch.save", Self.damaged)
        }
    }
}
