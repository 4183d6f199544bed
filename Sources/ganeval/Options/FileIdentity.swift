import Foundation

/// What makes two paths one file, whatever they are called: links of either kind, or letters that a file system takes for the same.
struct FileIdentity: Hashable {
    private let device: UInt64
    private let node: UInt64

    /// The identity of what is at `path`, to which links are followed; nil where nothing is.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt64(truncatingIfNeeded: status.st_dev)
        node = UInt64(truncatingIfNeeded: status.st_ino)
    }
}
