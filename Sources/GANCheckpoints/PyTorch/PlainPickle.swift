/// A pickle that `pickle.dump` wrote, of tensors, NumPy arrays or networks: StyleGAN's snapshots are such.
///
/// Tensors' storages lie within the pickle, each as a small file of `torch.save` (`torch.storage._load_from_bytes`).
struct PlainPickle {
    let contents: PyTorchContents

    /// Reads the pickle that is all of `bytes`; throws `notTorch` where it holds no tensor.
    init(_ bytes: ArraySlice<UInt8>, fileSize: Int, path: String) throws(CheckpointError) {
        let place = PicklePlace(path: path, part: "", start: bytes.startIndex)
        let (arena, end) = try PickleMachine.run(bytes, place: place)
        // Elsewhere a storage would be looked for in the file around the pickle; here there is none.
        if let storage = arena.storages.first(where: { $0.bytes == nil }) {
            throw place.error(.storageMissing(storage.key), at: 0)
        }
        let tensors = try PyTorchTensors.bind(arena, storages: [:], fileSize: fileSize, place: place)
        contents = try PyTorchTree.contents(of: arena, tensors: tensors, place: place)
        guard contents.holdsTensors else { throw place.error(.notTorch, at: 0) }
        guard end == bytes.endIndex else {
            throw place.damaged("\(bytes.endIndex - end) bytes follow the pickle")
        }
    }
}
