import OrderedCollections

/// The names without a meaning here that a pickle asks for.
struct PickleNames: Equatable {
    /// More different ones are only counted.
    static let greatestCount = 1_000

    /// Full names, in the order in which the pickle asks for them.
    private(set) var all: OrderedSet<String> = []
    /// Those that could run commands, reach files or fetch things, if anything were called.
    private(set) var alarming: OrderedSet<String> = []

    mutating func add(_ name: String) {
        if all.count < Self.greatestCount { all.append(name) }
        if alarming.count < Self.greatestCount, Self.isAlarming(name) { alarming.append(name) }
    }

    mutating func add(_ other: PickleNames) {
        for name in other.all { add(name) }
        for name in other.alarming { add(name) }
    }

    /// Whether no checkpoint needs this name and an attack does.
    static func isAlarming(_ name: String) -> Bool {
        if functions.contains(name) { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count > 1
            && (trees.contains(String(parts[0])) || parts.count == 2 && modules.contains(String(parts[0])))
    }

    /// Packages that start programs, load code or speak with a network, whatever of them is named.
    private static let trees: Set<String> = [
        "os", "posix", "nt", "subprocess", "_posixsubprocess", "pty", "shutil", "socket", "_socket", "http", "httplib",
        "urllib", "urllib2", "requests", "aiohttp", "webbrowser", "ftplib", "smtplib", "telnetlib", "asyncio",
        "importlib", "runpy", "ctypes", "_ctypes", "cffi", "pip", "marshal", "multiprocessing", "paramiko",
    ]
    /// The same, where a project may have a package of its own by that name.
    private static let modules: Set<String> = [
        "sys", "imp", "pkgutil", "code", "codeop", "pdb", "bdb", "cProfile", "profile", "timeit", "trace", "commands",
        "platform", "signal", "threading", "_thread", "tempfile", "posixpath", "ntpath", "nturl2path",
    ]

    private static let functions: Set<String> = [
        "builtins.eval", "builtins.exec", "builtins.execfile", "builtins.compile", "builtins.open", "builtins.file",
        "builtins.__import__", "builtins.apply", "builtins.globals", "builtins.input", "builtins.breakpoint",
        "builtins.delattr", "__builtin__.eval", "__builtin__.exec", "__builtin__.execfile", "__builtin__.compile",
        "__builtin__.open", "__builtin__.file", "__builtin__.__import__", "__builtin__.apply", "__builtin__.globals",
        "__builtin__.input", "io.open", "_io.open", "_io.FileIO", "io.FileIO", "pickle.loads", "pickle.load",
        "_pickle.loads", "_pickle.load", "cloudpickle.loads", "dill.loads", "dill.load", "joblib.load", "torch.load",
        "torch.hub.load", "torch.hub.load_state_dict_from_url", "torch.jit.load", "torch.package.PackageImporter",
        "torch.utils.cpp_extension.load", "torch.utils.cpp_extension.load_inline",
        "torch._utils._import_dotted_name", "torch.storage.eval", "numpy.load",
        "numpy.testing._private.utils.runstring",
        "types.FunctionType", "types.CodeType", "inspect.getattr_static", "site.main", "uuid._get_command_stdout",
        "distutils.spawn.spawn", "setuptools.setup",
    ]
}
