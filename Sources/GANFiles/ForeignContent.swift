/// What stands in the place of data or weights where a download failed or was never made.
public enum ForeignContent: String, Sendable, Equatable {
    /// HTML, as a server sends it instead of the file.
    case webPage
    /// The text that Git LFS leaves where the file itself was not fetched.
    case pointer

    /// What a file that starts so is, by its first 512 bytes; nil for anything else.
    public init?(_ start: some Collection<UInt8>) {
        let text = String(decoding: start.prefix(512), as: UTF8.self).lowercased()
            .drop { $0.isWhitespace || $0 == "\u{feff}" }
        if text.hasPrefix("version https://git-lfs") {
            self = .pointer
        } else if ["<!doctype html", "<html", "<head"].contains(where: text.hasPrefix)
            || (text.hasPrefix("<!--") || text.hasPrefix("<?xml")) && text.contains("<html")
        {
            self = .webPage
        } else {
            return nil
        }
    }

    /// "a web page", with its article.
    public var words: String {
        switch self {
        case .webPage: "a web page, as a failed download leaves it"
        case .pointer: "a pointer of Git LFS, not the file itself"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .webPage: "The download gave a page instead of the file; fetch it again."
        case .pointer: "Fetch the file itself: git lfs pull."
        }
    }

    /// Throws `foreign` where the bytes at the start of a file are such content.
    package static func refuse(_ start: some Collection<UInt8>, path: String) throws(ContentError) {
        if let found = ForeignContent(start) { throw .foreign(path: path, found) }
    }
}
