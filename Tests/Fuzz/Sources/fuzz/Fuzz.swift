import Foundation
import Synchronization

/// Drives the built program from outside with damaged files, extreme numbers, kills and output that can't be written.
///
///     fuzz PROGRAM FIXTURES [--inputs 100000] [--seed 1] [--jobs 2] [--only KIND|files|options|kills|silence] [--from TURN] [--keep FOLDER]
///
/// The same seed gives the same inputs. What fails is kept with its command; the exit code is 1 if anything did.
@main
struct Fuzz {
    static func main() {
        do {
            exit(try run(Array(CommandLine.arguments.dropFirst())) ? 0 : 1)
        } catch {
            say("fuzz: \(error)")
            exit(2)
        }
    }

    private static func run(_ arguments: [String]) throws -> Bool {
        guard arguments.count >= 2 else { throw Trouble("name the program and the folder of fixtures") }
        var options = ["inputs": "100000", "seed": "1", "jobs": "2", "from": "0", "keep": "fuzz-faults", "only": ""]
        for place in stride(from: 2, to: arguments.count, by: 2) {
            guard arguments[place].hasPrefix("--"), place + 1 < arguments.count,
                options.updateValue(arguments[place + 1], forKey: String(arguments[place].dropFirst(2))) != nil
            else { throw Trouble("\(arguments[place]) is no option, or lacks its value") }
        }
        func number(_ name: String) throws -> Int {
            guard let value = options[name].flatMap({ Int($0) }), value >= 0 else {
                throw Trouble("--\(name) is no number")
            }
            return value
        }
        let (inputs, first, jobs, seed) = (
            try number("inputs"), try number("from"), max(1, try number("jobs")), UInt64(try number("seed"))
        )
        let only = options["only"] ?? ""
        let kinds = Kind.all.filter { ["", "files", $0.name].contains(only) }
        let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("fuzz-\(getpid())").path
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        let absolute = arguments.prefix(2).map { URL(fileURLWithPath: $0).path }
        let scene = try Scene(program: absolute[0], fixtures: absolute[1], folder: scratch + "/scene")
        let tally = Tally(keep: options["keep"] ?? "")
        let whole = FileCampaign(scene: scene, tally: tally, seed: seed, folder: scratch + "/whole")
        for kind in kinds { try whole.check(kind) }
        let isWhole = only.isEmpty
        // All extreme numbers once, spread over the turns; of the rest some in each.
        var numbers =
            isWhole || only == "options"
            ? try OptionCampaign(scene: scene, tally: tally, folder: scratch).cases() : []
        let order = Mutex(Chance(seed: seed, "order"))
        numbers.shuffle(by: order)
        let share = numbers.count * max(1, kinds.reduce(0) { $0 + $1.batch }) / max(1, inputs) + 1
        let queue = Mutex((turn: first, numbers: numbers))
        let trouble = Mutex<(any Error)?>(nil)
        DispatchQueue.concurrentPerform(iterations: jobs) { job in
            let folder = "\(scratch)/\(job)"
            while tally.inputs < inputs, trouble.withLock({ $0 == nil }) {
                let (turn, numbers) = queue.withLock { queue in
                    let few = Array(queue.numbers.suffix(share))
                    queue.numbers.removeLast(few.count)
                    queue.turn += 1
                    return (queue.turn - 1, few)
                }
                if kinds.isEmpty, numbers.isEmpty, only == "options" { return }
                do {
                    let files = FileCampaign(scene: scene, tally: tally, seed: seed, folder: folder)
                    for kind in kinds { try files.turn(turn, of: kind) }
                    let extremes = OptionCampaign(scene: scene, tally: tally, folder: folder)
                    for words in numbers { try extremes.run(words) }
                    let ends = EndCampaign(scene: scene, tally: tally, seed: seed, folder: folder)
                    if isWhole || only == "kills" { try ends.kill(turn) }
                    if isWhole || only == "silence" { try ends.silence(turn) }
                } catch {
                    trouble.withLock { $0 = error }
                }
                say("turn \(turn): \(tally.inputs) inputs, \(tally.faults) faults")
            }
        }
        if let error = trouble.withLock({ $0 }) { throw error }
        tally.lines().forEach { say($0) }
        return tally.faults == 0
    }
}

extension Array {
    fileprivate mutating func shuffle(by chance: borrowing Mutex<Chance>) {
        for place in indices.dropLast() { swapAt(place, place + chance.withLock { $0.below(count - place) }) }
    }
}
