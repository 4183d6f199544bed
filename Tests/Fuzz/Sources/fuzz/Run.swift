import Foundation

/// One run of the program, with what it said and took.
struct Run {
    /// Exit code, or nil after a signal.
    var code: Int32?
    var signal: Int32 = 0
    var isLate = false
    var output = Data()
    var errors = Data()
    var seconds = 0.0
    /// The most memory that it had, in bytes.
    var memory = 0

    /// Runs `arguments` (the program first) in `folder`, at most `seconds`; `kill` ends it after so many seconds.
    ///
    /// `redirection` is the shell's, after the command.
    init(
        _ arguments: [String], in folder: String, environment: [String: String], seconds limit: Double,
        kill moment: Double? = nil,
        redirection: String = ""
    ) throws {
        let output = folder + "/.said-output", errors = folder + "/.said-errors"
        // No input may take all memory of the machine, whatever the program thinks of it.
        let script = "cd \"$1\" && shift && ulimit -v 12000000 && ulimit -c 0 && exec \"$@\" \(redirection)"
        let text = ["/bin/bash", "-c", script, "run", folder] + arguments
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        let words = text.map { strdup($0) } + [nil]
        let settings = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (words + settings).forEach { free($0) } }
        var process = pid_t()
        let begin = ContinuousClock.now
        let status = posix_spawn(&process, "/bin/bash", &actions, nil, words, settings)
        guard status == 0 else { throw Trouble("bash can't be started: \(String(cString: strerror(status)))") }
        var ended: Int32 = 0
        var usage = rusage()
        var pause: UInt32 = 500
        while true {
            let found = wait4(process, &ended, WNOHANG, &usage)
            if found == process { break }
            let passed = (ContinuousClock.now - begin) / .seconds(1)
            if passed > limit { isLate = true }
            if isLate || moment.map({ passed >= $0 }) == true { Foundation.kill(process, SIGKILL) }
            usleep(pause)
            pause = min(10_000, pause + 500)
        }
        self.seconds = (ContinuousClock.now - begin) / .seconds(1)
        memory = Int(usage.ru_maxrss) * 1024
        signal = ended & 0x7f
        code = signal == 0 ? (ended >> 8) & 0xff : nil
        self.output = (try? Data(contentsOf: URL(fileURLWithPath: output))) ?? Data()
        self.errors = (try? Data(contentsOf: URL(fileURLWithPath: errors))) ?? Data()
        unlink(output)
        unlink(errors)
    }

    var errorText: String { String(decoding: errors, as: UTF8.self) }
}

/// Why the campaign itself can't go on.
struct Trouble: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}
