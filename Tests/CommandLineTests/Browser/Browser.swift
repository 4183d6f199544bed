import Foundation

/// A headless Chromium, driven over the pipe of its DevTools; it ends with the value.
///
/// One request at a time: what else Chromium says meanwhile is kept as events. Nothing is taken from the network, and the profile is
/// a folder of its own.
final class Browser {
    enum Failure: Error {
        case notInstalled
        /// Chromium said nothing for so many seconds.
        case silent(method: String, seconds: Int)
        case ended(method: String)
        /// Chromium's own words.
        case refused(method: String, String)
        case unexpected(method: String)
    }

    /// What Chromium tells by itself.
    struct Event {
        var method: String
        var session: String?
        var parameters: [String: Any]
    }

    /// Where it is installed; nil where it is not.
    static let path: String? = {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
        return names.lazy.flatMap { name in folders.lazy.map { "\($0)/\(name)" } }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    private static let patience = 120
    private let process = Process()
    private let requests = Pipe()
    private let answers = Pipe()
    private let profile = FileManager.default.temporaryDirectory
        .appendingPathComponent("ganeval-browser-\(UUID().uuidString)")
    private var number = 0
    private var unread = Data()
    private(set) var events: [Event] = []

    init() throws {
        guard let path = Self.path else { throw Failure.notInstalled }
        // DevTools read descriptor 3 and write 4, which Process can't hand over itself.
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = [
            "-c", #"exec "$@" 3<&0 4>&1 0</dev/null 1>/dev/null 2>/dev/null"#, "sh", path, "--headless",
            "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--disable-extensions", "--disable-background-networking", "--user-data-dir=\(profile.path)",
            "--hide-scrollbars",
        ]
        process.standardInput = requests
        process.standardOutput = answers
        process.standardError = FileHandle.nullDevice
        // A browser that ended must fail its test, not end the tests by a broken pipe.
        signal(SIGPIPE, SIG_IGN)
        try process.run()
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: profile)
    }

    /// Asks for `method` and waits for the answer.
    @discardableResult
    func ask(_ method: String, _ parameters: [String: Any] = [:], session: String? = nil) throws -> [String: Any] {
        number += 1
        var request: [String: Any] = ["id": number, "method": method, "params": parameters]
        request["sessionId"] = session
        try requests.fileHandleForWriting.write(
            contentsOf: JSONSerialization.data(withJSONObject: request) + Data([0]))
        while true {
            let message = try next(method)
            guard let id = message["id"] as? Int else {
                keep(message)
                continue
            }
            guard id == number else { continue }
            if let error = message["error"] as? [String: Any] {
                throw Failure.refused(method: method, error["message"] as? String ?? "")
            }
            return message["result"] as? [String: Any] ?? [:]
        }
    }

    /// Waits until an event of that name came in that session.
    func wait(for event: String, session: String) throws {
        while !events.contains(where: { $0.method == event && $0.session == session }) { keep(try next(event)) }
    }

    func forget(session: String) { events.removeAll { $0.session == session } }

    private func keep(_ message: [String: Any]) {
        guard let method = message["method"] as? String else { return }
        events.append(
            Event(
                method: method, session: message["sessionId"] as? String,
                parameters: message["params"] as? [String: Any] ?? [:]))
    }

    /// Messages are JSON, each followed by a zero byte.
    private func next(_ method: String) throws -> [String: Any] {
        let descriptor = answers.fileHandleForReading.fileDescriptor
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            if let end = unread.firstIndex(of: 0) {
                let message = try JSONSerialization.jsonObject(with: Data(unread[..<end]))
                unread = Data(unread[unread.index(after: end)...])
                return message as? [String: Any] ?? [:]
            }
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, Int32(Self.patience * 1000)) > 0 else {
                throw Failure.silent(method: method, seconds: Self.patience)
            }
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { throw Failure.ended(method: method) }
            unread.append(contentsOf: buffer[..<count])
        }
    }
}
