import Foundation
import GANText
import Synchronization

/// One line on a terminal's standard error: what is being done, how far it is, the rate, the time left.
///
/// Redrawn at most ten times a second; may be called from any thread. Where standard error is no terminal, each stage is told by a
/// line when it begins, and every 30 seconds while it lasts: the log of a machine shows that the work goes on, and how far it is.
final class ProgressBar: Sendable {
    private struct State {
        var label = ""
        var started = ContinuousClock.now
        var drawn: ContinuousClock.Instant?
        var isVisible = false
        /// Where lines follow each other: since when a stage lasts, and when it was spoken of last.
        var told: [String: (started: ContinuousClock.Instant, last: ContinuousClock.Instant)] = [:]
    }

    private let state = Mutex(State())
    private let enabled: Bool
    /// Whether the line can be drawn again; else lines follow each other.
    private let draws: Bool
    private let begun = ContinuousClock.now
    /// Seconds between two lines about one stage.
    private static let pause = 30.0

    init(quiet: Bool) {
        enabled = !quiet
        draws = Console.drawsProgress
    }

    /// Shows `share` (0 to 1) of the stage `label`; a new label starts a new clock.
    ///
    /// `detail` stands behind the time left; without it, the rate of a stage that goes through `count` samples.
    func update(_ label: String, share: Double, count: Int? = nil, detail: @autoclosure () -> String = "") {
        guard enabled else { return }
        guard draws else { return tell(label, share: share, detail: detail()) }
        let now = ContinuousClock.now
        let text: String? = state.withLock { state in
            if state.label != label {
                state.label = label
                state.started = now
                state.drawn = nil
            }
            if let drawn = state.drawn, now - drawn < .milliseconds(100), share < 1 { return nil }
            state.drawn = now
            state.isVisible = true
            let elapsed = (now - state.started).inSeconds
            let left = share > 0 && share < 1 && elapsed > 1 ? elapsed * (1 - share) / share : nil
            var text = detail()
            if text.isEmpty, let count, share > 0, elapsed > 1 {
                text = String(format: "%.0f samples/s", share * Double(count) / elapsed)
            }
            return Self.line(label: label, share: share, left: left, detail: text)
        }
        if let text { Console.redraw(text) }
    }

    /// A line of its own for a stage that begins, and for one that was not spoken of for a while.
    private func tell(_ label: String, share: Double, detail: String) {
        let now = ContinuousClock.now
        let text: String? = state.withLock { state in
            // Of "3 of 16, EMA: features" the checkpoint alone: a long series has hundreds of such stages.
            let key = label.split(separator: ":", maxSplits: 1).first.map(String.init) ?? label
            let before = state.told[key]
            if let before, (now - before.last).inSeconds < Self.pause { return nil }
            let isNew = before == nil
            let started = before?.started ?? now
            state.told[key] = (started, now)
            let elapsed = (now - started).inSeconds
            let left = share > 0 && share < 1 && elapsed > 1 ? elapsed * (1 - share) / share : nil
            return Self.logLine(
                label: label, share: isNew ? nil : share, elapsed: (now - begun).inSeconds, left: left, detail: detail)
        }
        if let text { Console.note(text) }
    }

    /// "[0:42] features" of a stage that begins, "[1:12] features, 40 %, 0:45 left" of one that goes on.
    static func logLine(label: String, share: Double?, elapsed: Double, left: Double?, detail: String) -> String {
        let parts = [
            label, share.map { "\(Int(saturating: ($0 * 100).rounded(.down))) %" }, left.map { "\(clock($0)) left" },
            detail.isEmpty || share == nil ? nil : detail,
        ]
        return "[\(clock(elapsed.rounded(.down)))] " + parts.compactMap { $0 }.joined(separator: ", ")
    }

    /// Removes the line.
    func clear() {
        let wasVisible = state.withLock { state in
            defer { state.isVisible = false }
            return state.isVisible
        }
        if wasVisible { Console.redraw("") }
    }

    static func line(label: String, share: Double, left: Double?, detail: String) -> String {
        let width = 24
        let filled = Int(saturating: (min(1, max(0, share)) * Double(width)).rounded(.down))
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        let time = left.map { "  \(clock($0)) left" } ?? ""
        return
            "\(bar) \(Int(saturating: (share * 100).rounded(.down))) %  \(label)\(time)\(detail.isEmpty ? "" : "  \(detail)")"
    }

    /// "0:42", "12:05", "1:02:03".
    static func clock(_ seconds: Double) -> String {
        let whole = Int(saturating: seconds.rounded(.up))
        let tail = String(format: "%02d", whole % 60)
        if whole < 3600 { return "\(whole / 60):\(tail)" }
        return "\(whole / 3600):\(String(format: "%02d", whole % 3600 / 60)):\(tail)"
    }
}
