/// Which of a folder's or archive's images come in which order, and which classes they have, by their paths alone.
///
/// - Folders that hold everything are packaging: "fashion/" of "fashion/0/1.png".
/// - Images side by side have no classes, and neither have those of a data set with `dataset.json` but what it says.
/// - Else the first folder is the class, as torchvision has it; deeper ones are looked through. Folders in byte order are the classes 0, 1, …, also
///   those without an image.
/// - Numbered folders of pieces are no classes: names of digits of one width, at least three, over files whose numbers never come twice
///   and run on from folder to folder, as `dataset_tool.py` and FFHQ have them.
/// - Folders named as splits (train, val, test) are never classes.
struct ImageLayout {
    /// The given paths' numbers in the order of the samples.
    private(set) var order: [Int]
    private(set) var labels: [Int]?
    private(set) var classNames: [String]?
    /// What was made of the folders where it is not what they look like, for the protocol.
    private(set) var remark: String?
    /// How many folders in front of all paths are packaging.
    private(set) var packaging: Int

    private static let splits: Set<String> = [
        "train", "training", "val", "valid", "validation", "test", "testing", "dev",
    ]

    /// Of paths taken apart at their folders, at least one.
    ///
    /// `emptyFolders` are others beside the first ones, `hasDocument` says whether `dataset.json` stands beside them, `place` names the source in errors.
    init(
        _ paths: [[String]], emptyFolders: [String] = [], hasDocument: Bool = false, place: String
    ) throws(DataError) {
        var shared = paths[0].dropLast()
        for path in paths { shared = shared.prefix(zip(shared, path.dropLast()).prefix { $0 == $1 }.count) }
        // A folder beside empty ones is a class of its own, not packaging.
        packaging = emptyFolders.isEmpty && !hasDocument ? shared.count : 0
        let packaging = packaging
        let inner = paths.map { Array($0.dropFirst(packaging)) }
        order = inner.indices.sorted { Self.precedes(inner[$0], inner[$1]) }
        if hasDocument {
            remark = "labels by dataset.json"
            return
        }
        let deep = inner.filter { $0.count > 1 }
        guard let first = deep.first else { return }
        if let file = inner.first(where: { $0.count == 1 }) {
            throw .mixedLevels(path: place, file: file[0], folder: first[0])
        }
        let folders = Set(inner.map { $0[0] } + emptyFolders).sorted(by: FileSystem.byteOrder)
        if folders.allSatisfy({ Self.splits.contains($0.lowercased()) }) {
            throw .splitsAsClasses(path: place, folders: folders)
        }
        if Self.arePieces(folders, paths: order.map { inner[$0] }) {
            remark = "numbered folders taken as pieces of one set, not as classes"
            return
        }
        let numbers = Dictionary(uniqueKeysWithValues: folders.enumerated().map { ($1, $0) })
        labels = order.map { numbers[inner[$0][0]] ?? 0 }
        classNames = folders
    }

    /// Takes what a document or labels beside the images say of them, in their order.
    mutating func take(labels: [Int]?, remark: String = "labels by dataset.json") {
        self.labels = labels
        self.remark = remark
    }

    /// Says something more about what was made of the folder.
    mutating func add(remark more: String) { remark = [remark, more].compactMap { $0 }.joined(separator: "; ") }

    /// By folders, then by files, each by their bytes.
    private static func precedes(_ left: [String], _ right: [String]) -> Bool {
        for (one, other) in zip(left, right) where one != other { return FileSystem.byteOrder(one, other) }
        return left.count < right.count
    }

    private static func arePieces(_ folders: [String], paths: [[String]]) -> Bool {
        let width = folders[0].utf8.count
        guard width >= 3, folders.allSatisfy({ $0.utf8.count == width && $0.utf8.allSatisfy(isDigit) }) else {
            return false
        }
        var last = -1
        for path in paths {
            guard path.count == 2, let number = number(of: path[1]), number > last else { return false }
            last = number
        }
        return true
    }

    /// The number at the end of a file's name: 123 of "img00000123.png".
    private static func number(of name: String) -> Int? {
        let stem = name.utf8.prefix { $0 != UInt8(ascii: ".") }
        var digits: [UInt8] = []
        for byte in stem.reversed() {
            guard isDigit(byte) else { break }
            digits.append(byte)
        }
        return Int(String(decoding: digits.reversed(), as: UTF8.self))
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
