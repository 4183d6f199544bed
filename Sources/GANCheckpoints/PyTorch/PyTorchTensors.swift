/// Binds the tensors of a pickle to the storages of its file.
struct PyTorchTensors {
    /// Tensors may take together as many bytes as this and `greatestRatio` times the file, shared ones counted each time.
    static let allowance = 256 << 20
    static let greatestRatio = 32
    /// Of these, as many as this and four times the file may have to be copied.
    static let copyRatio = 4

    /// What compressed entries of a file may unpack to, all together: weights hardly compress, bombs a thousandfold.
    static func unpackLimit(fileSize: Int) -> Int { 64 << 20 + 16 * fileSize }

    /// The weights of each of the arena's tensors.
    ///
    /// All views are checked, and their sizes added up, before memory is taken for any. Throws `viewOutside` or `tooMuchData`.
    static func bind(
        _ arena: PickleArena, storages: [String: ArraySlice<UInt8>], fileSize: Int, place: PicklePlace
    ) throws(CheckpointError) -> [WeightTensor] {
        var views: [StridedView] = []
        views.reserveCapacity(arena.tensors.count)
        var (total, copied) = (0, 0)
        let limit = allowance + fileSize * greatestRatio
        let copyLimit = allowance + fileSize * copyRatio
        for tensor in arena.tensors {
            let bytes = Self.contents(of: arena.storages[tensor.storage], in: storages).count
            guard let view = StridedView(tensor, available: bytes) else {
                throw place.error(
                    .viewOutside(
                        "a tensor of shape \(tensor.shape), strides \(tensor.strides) and offset \(tensor.offset) leaves its storage of \(bytes) bytes"
                    ),
                    at: tensor.byte)
            }
            guard view.byteCount <= limit - total else {
                throw place.error(.tooMuchData(bytes: total, limit: limit), at: tensor.byte)
            }
            total += view.byteCount
            if !view.isContiguous {
                guard view.byteCount <= copyLimit - copied else {
                    throw place.error(.tooMuchData(bytes: copied, limit: copyLimit), at: tensor.byte)
                }
                copied += view.byteCount
            }
            views.append(view)
        }
        return views.map { view in
            let storage = Self.contents(of: arena.storages[view.tensor.storage], in: storages)
            return WeightTensor(
                shape: view.tensor.shape, type: view.tensor.type, bytes: view.elements(of: storage))
        }
    }

    private static func contents(
        of storage: PickleStorage, in storages: [String: ArraySlice<UInt8>]
    ) -> ArraySlice<UInt8> {
        storage.bytes ?? storages[storage.key] ?? []
    }

    /// The bytes that each storage outside of the pickle must have; throws `storageTypes` when the pickle contradicts itself.
    static func sizes(of arena: PickleArena, place: PicklePlace) throws(CheckpointError) -> [(key: String, bytes: Int)]
    {
        var sizes: [String: Int] = [:]
        var order: [(key: String, bytes: Int)] = []
        for storage in arena.storages where storage.bytes == nil {
            let bytes = storage.byteCount ?? 0
            if let known = sizes.updateValue(bytes, forKey: storage.key) {
                guard known == bytes else { throw place.error(.storageTypes(storage.key), at: 0) }
            } else {
                order.append((storage.key, bytes))
            }
        }
        return order
    }
}
