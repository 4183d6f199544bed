public import GANText

/// Why a training run can't start or go on.
public enum TrainingError: ExplainedError, Equatable {
    case tooFewSamples(source: String, count: Int, needed: Int)
    case wrongShape(source: String, found: String, preset: String, needed: String)
    case runExists(path: String)
    case nothingToResume(path: String)
    case planDiffers(path: String, field: String, found: String, asked: String)
    case damagedRun(path: String, problem: String)
    case diverged(path: String, step: Int, lastCheckpoint: String?)
    case cannotWrite(path: String, problem: String)
    case contradiction(preset: String, field: String, found: String, expected: String, remedy: String)
    case unreadablePlan(path: String, problem: String)
    case missingInputs(preset: String)
    case needlessInputs(inputs: String, preset: String)
    case unequalCounts(inputs: String, count: Int, data: String, dataCount: Int)
    case needlessHeldOut(heldOut: String, preset: String)

    /// The source or the run's folder.
    public var location: String {
        switch self {
        case .tooFewSamples(let source, _, _), .wrongShape(let source, _, _, _): return source
        case .runExists(let path), .nothingToResume(let path), .planDiffers(let path, _, _, _),
            .damagedRun(let path, _),
            .diverged(let path, _, _), .cannotWrite(let path, _), .unreadablePlan(let path, _):
            return path
        case .contradiction(let preset, _, _, _, _): return "the plan of \(preset)"
        case .missingInputs(let preset): return "the preset \(preset)"
        case .needlessInputs(let source, _), .unequalCounts(let source, _, _, _), .needlessHeldOut(let source, _):
            return source
        }
    }

    /// What is wrong there.
    public var fact: String {
        switch self {
        case .tooFewSamples(_, let count, _): return "it has \(count) samples"
        case .wrongShape(_, let found, _, _): return "each sample is a \(found)"
        case .runExists: return "the folder is not empty"
        case .nothingToResume: return "the folder holds no training run"
        case .planDiffers(_, let field, let found, _): return "the run was started with \(field) \(found)"
        case .damagedRun(_, let problem): return problem
        case .diverged(_, let step, _):
            return "training diverged: the losses stopped being finite, or grew beyond 1e9, at step \(step)"
        case .cannotWrite(_, let problem): return "it can't be written: \(problem)"
        case .contradiction(_, let field, let found, _, _): return "\(field) is \(found)"
        case .unreadablePlan(_, let problem): return problem
        case .missingInputs: return "it makes images of images, and --inputs is missing"
        case .needlessInputs(_, let preset): return "it was given as --inputs, and \(preset) takes latent vectors"
        case .unequalCounts(_, let count, _, _): return "it has \(count) images"
        case .needlessHeldOut(_, let preset): return "it was given as --held-out, and \(preset) makes images of images"
        }
    }

    /// What would have been right.
    public var expectation: String {
        switch self {
        case .tooFewSamples(_, _, let needed): return "at least one batch, \(needed)"
        case .wrongShape(_, _, let preset, let needed): return "what the preset \(preset) makes, a \(needed)"
        case .runExists: return "a new or empty folder"
        case .nothingToResume: return "a run that `ganeval train` began"
        case .planDiffers(_, let field, _, let asked): return "\(field) \(asked) as asked"
        case .damagedRun: return "the files as `ganeval train` wrote them"
        case .diverged: return "finite losses"
        case .cannotWrite: return "a folder that can be written to"
        case .contradiction(_, _, _, let expected, _): return expected
        case .unreadablePlan: return "a plan in YAML, as `ganeval train --print-plan` writes one"
        case .missingInputs: return "the images that it is to work on"
        case .needlessInputs: return "a preset of pix2pix or cyclegan with --inputs"
        case .unequalCounts(_, _, let data, let count):
            return "\(count), as many as \(data): row i of the one belongs to row i of the other"
        case .needlessHeldOut: return "no held-out data, whose inputs nobody named"
        }
    }

    /// What to do.
    public var remedy: String {
        switch self {
        case .tooFewSamples: return "Give more samples."
        case .wrongShape: return "Choose a preset for this data: `ganeval train --help` lists them."
        case .runExists: return "Continue the run in it with --resume, or choose another folder."
        case .nothingToResume: return "Leave out --resume to start one."
        case .planDiffers: return "Leave the option out to continue the run as it was, or start another folder."
        case .damagedRun: return "Start the run again in another folder."
        case .diverged(_, _, let checkpoint?):
            return
                "The last good checkpoint is \(checkpoint); try a lower learning rate or another seed in another folder."
        case .diverged:
            return "No checkpoint was written before; try a lower learning rate or another seed in another folder."
        case .cannotWrite: return "Check permissions and free space."
        case .contradiction(_, _, _, _, let remedy): return remedy
        case .unreadablePlan: return "Change the plan there; --print-plan shows every field."
        case .missingInputs: return "Name them with --inputs SOURCE; --data names what they are to become."
        case .needlessInputs: return "Leave --inputs out, or choose another preset: `ganeval train --list` shows them."
        case .unequalCounts:
            return "Give the images of both in the same order, or train without pairs: the presets of cyclegan."
        case .needlessHeldOut:
            return "Leave --held-out out; `ganeval report --inputs` judges what the model makes of held-out images."
        }
    }
}
