import Dispatch

/// What ends the process where ONNX Runtime can't be stopped.
///
/// The runtime asks whether to stop between operators only, and not at all while it loads a model: one product of large matrices, or
/// constants that are computed ahead, last as long as they last. Nothing within a process ends such work, so a program may say
/// what shall happen then (`ONNXRuntime.prepare`); without that, the time limit is kept as far as the runtime keeps it.
final class ONNXHardStop {
    private let timer: (any DispatchSourceTimer)?

    /// Waits from now on for `seconds`, and for as long again, at least 2 seconds and at most 30, in which the runtime may stop by
    /// itself; `path` is what the error calls the model.
    init(path: String, seconds: Double) {
        guard let act = ONNXRuntime.actsWhenStuck else {
            self.timer = nil
            return
        }
        let source = DispatchSource.makeTimerSource(queue: .global(qos: .userInitiated))
        source.schedule(deadline: .now() + seconds + max(2, min(30, seconds)))
        source.setEventHandler { act(.tookTooLong(path: path, seconds: seconds)) }
        source.resume()
        self.timer = source
    }

    /// What was watched is over.
    func cancel() { timer?.cancel() }
}
