/// Files that have stopped changing.
package struct SeriesSettling {
    package init() {}

    private var last: [String: SeriesFiles.Signature] = [:]

    /// The paths whose files are as they were at the call before; new and changed ones must wait for the next.
    package mutating func settled(_ paths: [String]) -> [String] {
        var now: [String: SeriesFiles.Signature] = [:]
        var settled: [String] = []
        for path in paths {
            guard let signature = SeriesFiles.Signature(path) else { continue }
            now[path] = signature
            if last[path] == signature { settled.append(path) }
        }
        last = now
        return settled
    }
}
