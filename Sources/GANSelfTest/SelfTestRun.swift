import GANAudit
public import GANData
public import GANEvaluation
import GANMetrics
public import GANNumerics
import GANText
import OrderedCollections

/// Puts known faults into a user's own data and lets reports and audits judge them, as they judge a generator.
///
/// Rows that were taken out of the reference stand for a perfect generator's samples. They are judged as they are, and with each fault
/// at each strength, by the driver and the judge of `report`; copies by that of `audit` as well. The same plan gives the same findings for any number of threads.
public struct SelfTestRun {
    /// What is tested, and how.
    public struct Plan: Sendable {
        /// The data, and how samples are measured against them; there must be held-out data.
        public var measuring: MeasuringPlan
        /// Real data that stand neither for training data nor for samples.
        public var heldOut: any SampleSource
        /// How many samples each set has, at most half of the reference.
        public var samples: Int
        /// The faults.
        public var faults: [any SelfTestFault.Type]
        /// Whether audits are made of copies and of an honest set.
        public var audits: Bool

        /// A plan with the usual values of what is not given.
        public init(
            _ measuring: MeasuringPlan, heldOut: any SampleSource, samples: Int = Plan.usualSamples,
            faults: [any SelfTestFault.Type] = SelfTestFaults.all, audits: Bool = true
        ) {
            self.measuring = measuring
            self.heldOut = heldOut
            self.samples = samples
            self.faults = faults
            self.audits = audits
        }

        /// Samples of a set, unless told otherwise: a compromise between what a report sees and what two dozen reports cost.
        public static let usualSamples = 2000
    }

    private let plan: Plan
    private let cache: any EvaluationCache
    private let progress: @Sendable (StageProgress) -> Void
    private let finished: (String) -> Void

    /// A self-test by `plan`; `cache` keeps features of the reference and whatever else is slow.
    ///
    /// `finished` hears the end of the controls and of each fault.
    public init(
        _ plan: Plan, cache: any EvaluationCache = NoCache(),
        progress: @escaping @Sendable (StageProgress) -> Void = { _ in },
        finished: @escaping (String) -> Void = { _ in }
    ) {
        self.plan = plan
        self.cache = cache
        self.progress = progress
        self.finished = finished
    }

    /// Makes every set and has it judged.
    ///
    /// Throws `SelfTestError` for data that it can't be made of, and what reports and audits throw of an honest set; a set with a fault
    /// that is refused has been seen.
    public func run(record: RunRecord = .none) throws -> SelfTestReport {
        let material = try SelfTestMaterial(
            reference: plan.measuring.reference, heldOut: plan.heldOut, samples: plan.samples,
            seed: plan.measuring.seed)
        var measuring = plan.measuring
        measuring.reference = material.training
        measuring.heldOut = plan.heldOut
        let judge = SetJudge(
            measuring: measuring, material: material, cache: cache, progress: progress,
            work: ReferenceWork(measuring, cache: cache))

        var controls: [SelfTestTrial] = []
        var evaluationProtocol: EvaluationProtocol?
        for draw in material.draws.indices {
            let scene = SelfTestScene(samples: try material.honest(draw))
            let title = "honest samples \(draw + 1)"
            let found = try judge.report(scene, title: title)
            evaluationProtocol = evaluationProtocol ?? found.evaluationProtocol
            var control = SelfTestTrial(strength: nil, verdict: found.verdict, metrics: found.metrics)
            if plan.audits, draw == 0 { control.audit = try judge.audit(scene, title: title) }
            control.pictures = judge.pictures(scene)
            controls.append(control)
        }
        finished("honest samples")

        var faults: [SelfTestFinding] = []
        var leftOut: OrderedDictionary<SelfTestKind, SelfTestObstacle> = [:]
        for fault in plan.faults {
            if let obstacle = fault.obstacle(material) {
                leftOut[fault.kind] = obstacle
                continue
            }
            var finding = SelfTestFinding(
                kind: fault.kind, target: nil, channels: material.reference.shape.imageShape?.channels, trials: [])
            for strength in fault.strengths(material) {
                let scene = try fault.scene(strength, material)
                finding.target = finding.target ?? scene.target
                let title = "\(fault.kind.rawValue.replacing("_", with: " ")) \(strength.value)"
                finding.trials.append(try trial(scene, strength, fault.kind, controls, judge, title: title))
            }
            faults.append(finding)
            finished(fault.kind.rawValue.replacing("_", with: " "))
        }
        return SelfTestReport(
            reference: try SourceSummary(of: material.reference), training: try SourceSummary(of: material.training),
            heldOut: try SourceSummary(of: material.heldOut), samples: material.samples,
            imageShape: material.reference.shape.imageShape, controls: controls, faults: faults, leftOut: leftOut,
            evaluationProtocol: evaluationProtocol ?? EvaluationProtocol(fields: [:]),
            run: record)
    }

    /// One set with a fault, judged and held beside the honest ones.
    private func trial(
        _ scene: SelfTestScene, _ strength: SelfTestStrength, _ kind: SelfTestKind, _ controls: [SelfTestTrial],
        _ judge: SetJudge, title: String
    ) throws -> SelfTestTrial {
        var trial = SelfTestTrial(strength: strength)
        trial.pictures = judge.pictures(scene)
        do {
            let found = try judge.report(scene, title: title)
            let beside = ControlComparison(controls)
            trial.verdict = found.verdict
            trial.metrics = found.metrics
            trial.objections = beside.objections(found.verdict)
            trial.failures = beside.failures(found.verdict)
            trial.moved = beside.moved(found.metrics)
        } catch let error as any ExplainedError {
            trial.refusal = "\(error.location): \(error.fact)"
        }
        if plan.audits, kind.isCopying { trial.audit = try judge.audit(scene, title: title) }
        return trial
    }
}

/// Has sets of samples judged by the drivers of reports and audits.
private struct SetJudge {
    let measuring: MeasuringPlan
    let material: SelfTestMaterial
    let cache: any EvaluationCache
    let progress: @Sendable (StageProgress) -> Void
    /// Of the training data as they are.
    let work: ReferenceWork

    private func source(_ samples: Matrix<Float>, title: String) -> ArraySource {
        ArraySource(name: title, rule: "made by selftest", shape: material.reference.shape, samples: samples)
    }

    private func heard(_ title: String) -> @Sendable (StageProgress) -> Void {
        let progress = progress
        return { progress(StageProgress(stage: "\(title): \($0.stage)", share: $0.share, count: $0.count)) }
    }

    func pictures(_ scene: SelfTestScene) -> [[Float]] {
        guard material.images != nil else { return [] }
        return (0..<min(SelfTestTrial.pictureLimit, scene.samples.rows)).map { Array(scene.samples.row($0)) }
    }

    func report(_ scene: SelfTestScene, title: String) throws -> EvaluationReport {
        let samples = source(scene.samples, title: title)
        var plan = measuring
        var shared: ReferenceWork? = work
        if let labels = scene.trainingLabels {
            plan.reference = SampleSelection(
                material.reference, rows: material.training.rows, name: "\(material.training.name), \(title)",
                labels: labels)
            // What was found of the reference is of its own labels.
            shared = nil
        }
        let request = EvaluationRequest(subject: .samples(samples, count: samples.count), plan: plan)
        return try Evaluator(request, cache: cache, sharing: shared, progress: heard(title)).evaluate()
    }

    func audit(_ scene: SelfTestScene, title: String) throws -> SelfTestAudit {
        let samples = source(scene.samples, title: title)
        let findings = try AuditRun(
            .init(
                subject: .samples(samples, count: samples.count), training: material.training,
                heldOut: material.heldOut, options: AuditOptions(seed: material.seed)),
            cache: cache, listener: .init(progress: heard("\(title), audit"))
        ).run().findings
        return SelfTestAudit(
            outcome: findings.verdict.outcome, copies: findings.copies.count,
            smallestVisibleShare: findings.sensitivity?.smallestVisibleShare)
    }
}

/// What honest sets show, and what a set shows beyond it.
struct ControlComparison {
    private let accusing: Set<String>
    private let failing: Set<Check.Name>
    private let controls: [SelfTestTrial]

    init(_ controls: [SelfTestTrial]) {
        self.controls = controls
        let verdicts = controls.compactMap(\.verdict)
        accusing = Set(verdicts.flatMap { $0.witnesses.filter { $0.grade > .cannotTell }.map(\.rule) })
        failing = Set(verdicts.flatMap { $0.failures.map(\.name) })
    }

    /// Rules that object, and to no honest set, in sections that are given a word: where there are too few samples for one, nobody is told.
    func objections(_ verdict: Verdict) -> [Witness] {
        let told = Set(verdict.tiles.filter { $0.grade > .cannotTell }.map(\.section))
        return verdict.witnesses.filter {
            $0.grade > .cannotTell && told.contains($0.section) && !accusing.contains($0.rule)
        }
    }

    /// Checks that failed, and for no honest set.
    func failures(_ verdict: Verdict) -> [Check] { verdict.failures.filter { !failing.contains($0.name) } }

    /// Metrics whose interval overlaps no honest set's.
    func moved(_ metrics: OrderedDictionary<String, MeasuredMetric>) -> [String] {
        metrics.compactMap { name, metric -> String? in
            guard let own = metric.result.intervalOrReach, !controls.isEmpty else { return nil }
            let isOutside = controls.allSatisfy { control in
                guard let other = control.metrics[name]?.result.intervalOrReach else { return false }
                return own.high < other.low || own.low > other.high
            }
            return isOutside ? name : nil
        }
    }
}
