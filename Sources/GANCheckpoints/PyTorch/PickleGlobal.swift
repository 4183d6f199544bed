import GANText

/// The functions and classes that a pickle may name, each as what it means here; none of them is Python's.
enum PickleGlobal: Equatable {
    /// A dictionary, made by calling the class with nothing, with pairs or with another dictionary.
    case dictionary
    /// `collections.defaultdict`, whose first argument is a factory.
    case defaultDictionary
    /// An object that is its attributes: `argparse.Namespace`.
    case namespace
    case list, tuple, set
    /// A text, or something that is written as one.
    case text
    /// Path parts.
    case path
    case device
    case size
    /// A tensor from a storage; by the version of the function.
    case rebuildTensor(version: Int)
    /// A parameter from a tensor, its first argument.
    case rebuildParameter
    /// A tensor with a class and attributes of its own, by one of the functions above.
    case rebuildFromType
    /// A storage of elements of one type; nil for one of bytes.
    case storage(ElementType?)
    case elementType(ElementType)
    /// `torch.storage._load_from_bytes`: a storage that lies in the pickle as a file of its own.
    case embeddedStorage
    /// `torch_utils.persistence._reconstruct_persistent_obj`: a StyleGAN network's attributes, with a source that is not needed.
    case persistentObject
    /// `_codecs.encode`: bytes, written as a text.
    case encodedBytes
    /// NumPy's arrays and scalars, made in three ways.
    case numpyArray, numpyBuffer, numpyScalar
    /// `numpy.dtype`, and a type of elements by its own name.
    case numpyTypeByName
    case numpyType(NumPyType)
    /// The first argument as it is.
    case firstArgument
    /// `copyreg._reconstructor`: an object of the first argument's class.
    case reconstructor
    /// Something that weights don't need: kept as a word about it.
    case opaque(String)
    /// A storage or tensor of a kind that is not read; in words.
    case unread(String)
    /// A class or function without a meaning here: its objects are what the pickle gives them, and nothing is called.
    case unknown(String)

    /// What a name is.
    enum Meaning {
        case known(PickleGlobal)
        /// Known, but not something that is read; in words.
        case unsupported(String)
        case unknown
    }

    /// What a name stands for; any name stands for something, and none for anything that runs.
    static func named(module: String, name: String) -> PickleGlobal {
        switch meaning(module: module, name: name) {
        case .known(let global): return global
        case .unsupported(let what): return .unread(what)
        case .unknown: return .unknown(PrintableText.of("\(module).\(name)", limit: 200))
        }
    }

    private static func meaning(module: String, name: String) -> Meaning {
        switch module {
        case "torch": return torch(name)
        case "torch._utils": return rebuild(name)
        case "torch._tensor": return name == "_rebuild_from_type_v2" ? .known(.rebuildFromType) : .unknown
        case "torch.storage":
            switch name {
            case "UntypedStorage", "_UntypedStorage": return .known(.storage(nil))
            case "_load_from_bytes": return .known(.embeddedStorage)
            default: return .unknown
            }
        case "torch.nn.parameter":
            return ["Parameter", "Buffer"].contains(name) ? .known(.rebuildParameter) : uninitialized(name)
        case "torch.serialization": return name == "_get_layout" ? .known(.text) : .unknown
        case "torch.torch_version": return name == "TorchVersion" ? .known(.text) : .unknown
        case "collections": return collections(name)
        case "builtins", "__builtin__": return builtin(name)
        case "_codecs": return name == "encode" ? .known(.encodedBytes) : .unknown
        case "copyreg", "copy_reg": return name == "_reconstructor" ? .known(.reconstructor) : .unknown
        case "torch.jit._pickle": return script(name)
        case "torch_utils.persistence":
            return name == "_reconstruct_persistent_obj" ? .known(.persistentObject) : .unknown
        case "argparse": return name == "Namespace" ? .known(.namespace) : .unknown
        case "types": return name == "SimpleNamespace" ? .known(.namespace) : .unknown
        case "pathlib", "pathlib._local":
            let names = ["Path", "PosixPath", "WindowsPath", "PurePath", "PurePosixPath", "PureWindowsPath"]
            return names.contains(name) ? .known(.path) : .unknown
        default: return other(module, name)
        }
    }

    private static func torch(_ name: String) -> Meaning {
        if let type = elementTypes[name] { return .known(.elementType(type)) }
        if let type = storageTypes[name] { return .known(.storage(type)) }
        switch name {
        case "Size": return .known(.size)
        case "device": return .known(.device)
        case "Tensor": return .known(.rebuildParameter)
        case "strided", "contiguous_format", "preserve_format", "channels_last": return .known(.opaque(name))
        case "ComplexFloatStorage", "ComplexDoubleStorage", "complex32", "complex64", "complex128":
            return .unsupported("complex numbers")
        case "QInt8Storage", "QUInt8Storage", "QInt32Storage", "QUInt4x2Storage", "QUInt2x4Storage", "qint8", "quint8",
            "qint32", "quint4x2", "quint2x4":
            return .unsupported("quantized numbers")
        case "float8_e4m3fnuz", "float8_e5m2fnuz", "float8_e8m0fnu", "float4_e2m1fn_x2":
            return .unsupported("numbers of 8 bits or fewer in the format \(name)")
        default: return .unknown
        }
    }

    private static let elementTypes: [String: ElementType] = [
        "float32": .float32, "float": .float32, "float64": .float64, "double": .float64, "float16": .float16,
        "half": .float16, "bfloat16": .bfloat16, "uint8": .uint8, "int8": .int8, "int16": .int16, "short": .int16,
        "int32": .int32, "int": .int32, "int64": .int64, "long": .int64, "bool": .bool, "uint16": .uint16,
        "uint32": .uint32, "uint64": .uint64, "float8_e4m3fn": .float8E4M3, "float8_e5m2": .float8E5M2,
    ]

    private static let storageTypes: [String: ElementType] = [
        "FloatStorage": .float32, "DoubleStorage": .float64, "HalfStorage": .float16, "BFloat16Storage": .bfloat16,
        "ByteStorage": .uint8, "CharStorage": .int8, "ShortStorage": .int16, "IntStorage": .int32,
        "LongStorage": .int64, "BoolStorage": .bool,
    ]

    private static func rebuild(_ name: String) -> Meaning {
        switch name {
        case "_rebuild_tensor": return .known(.rebuildTensor(version: 1))
        case "_rebuild_tensor_v2": return .known(.rebuildTensor(version: 2))
        case "_rebuild_tensor_v3": return .known(.rebuildTensor(version: 3))
        case "_rebuild_parameter", "_rebuild_parameter_with_state": return .known(.rebuildParameter)
        case "_rebuild_sparse_tensor", "_rebuild_sparse_csr_tensor": return .unsupported("a sparse tensor")
        case "_rebuild_qtensor": return .unsupported("a quantized tensor")
        case "_rebuild_nested_tensor": return .unsupported("a nested tensor")
        case "_rebuild_meta_tensor_no_storage": return .unsupported("a tensor without data, of the device \"meta\"")
        case "_rebuild_wrapper_subclass": return .unsupported("a tensor of a class of its own")
        case "_rebuild_device_tensor_from_numpy", "_rebuild_device_tensor_from_cpu_tensor", "_rebuild_xla_tensor":
            return .unsupported("a tensor of another device")
        default: return .unknown
        }
    }

    private static func uninitialized(_ name: String) -> Meaning {
        name == "UninitializedParameter" || name == "UninitializedBuffer"
            ? .unsupported("a parameter that was never initialized") : .unknown
    }

    private static func collections(_ name: String) -> Meaning {
        switch name {
        case "OrderedDict", "Counter": return .known(.dictionary)
        case "defaultdict": return .known(.defaultDictionary)
        default: return .unknown
        }
    }

    private static func builtin(_ name: String) -> Meaning {
        switch name {
        case "dict": return .known(.dictionary)
        case "list": return .known(.list)
        case "tuple": return .known(.tuple)
        case "set", "frozenset": return .known(.set)
        case "str", "unicode": return .known(.text)
        case "bytes", "bytearray": return .known(.opaque("bytes"))
        case "int", "float", "bool", "long", "complex", "slice", "range": return .known(.opaque(name))
        default: return .unknown
        }
    }

    /// What TorchScript writes for its typed lists and for values whose type it keeps.
    private static func script(_ name: String) -> Meaning {
        switch name {
        case "build_intlist", "build_tensorlist", "build_doublelist", "build_boollist": return .known(.list)
        case "restore_type_tag": return .known(.firstArgument)
        default: return .unknown
        }
    }

    private static func other(_ module: String, _ name: String) -> Meaning {
        let parts = module.split(separator: ".", omittingEmptySubsequences: false)
        return parts.first == "numpy" ? numpy(module, name) : .unknown
    }

    /// NumPy's scalars, arrays and types: weights, attributes of layers, the best score, the state of a random generator.
    private static func numpy(_ module: String, _ name: String) -> Meaning {
        switch (module, name) {
        case ("numpy.core.multiarray", "scalar"), ("numpy._core.multiarray", "scalar"): return .known(.numpyScalar)
        case ("numpy.core.multiarray", "_reconstruct"), ("numpy._core.multiarray", "_reconstruct"),
            ("numpy", "ndarray"):
            return .known(.numpyArray)
        case ("numpy.core.numeric", "_frombuffer"), ("numpy._core.numeric", "_frombuffer"):
            return .known(.numpyBuffer)
        case ("numpy", "dtype"): return .known(.numpyTypeByName)
        case ("numpy", _) where numpyTypes.contains(name): return .known(.numpyType(NumPyType(name: name)))
        case ("numpy.dtypes", _) where name.hasSuffix("DType"):
            return .known(.numpyType(NumPyType(name: name.dropLast(5).lowercased())))
        default: return .unknown
        }
    }

    private static let numpyTypes: Set<String> = [
        "float16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
        "bool_", "bool",
    ]
}
