import RealModule

extension Statistics {
    /// Wilson's score interval for a proportion of `successes` among `trials`, at `level` two-sided coverage.
    ///
    /// Source: Wilson, "Probable inference, the law of succession, and statistical inference", 1927. Without trials 0...1.
    public static func wilsonInterval(
        successes: Int, trials: Int, level: Double = 0.95
    ) -> (low: Double, high: Double) {
        checkProportion(successes, trials, level)
        if trials == 0 { return (0, 1) }
        let bounds = wilsonInterval(
            share: Double(successes) / Double(trials), trials: Double(trials), level: level)
        // The bounds at 0 and n successes are exact; rounding must not move them.
        return (successes == 0 ? 0 : bounds.low, successes == trials ? 1 : bounds.high)
    }

    /// Wilson's score interval around a share that need not be a whole number of successes among `trials`, as where ties count one
    /// half; it holds the share.
    public static func wilsonInterval(
        share: Double, trials: Double, level: Double = 0.95
    ) -> (low: Double, high: Double) {
        precondition(trials > 0 && level > 0 && level < 1, "\(trials) trials, coverage \(level)")
        let z = normalQuantile(0.5 + level / 2)
        let centre = (share + z * z / (2 * trials)) / (1 + z * z / trials)
        let reach =
            z / (1 + z * z / trials) * (share * (1 - share) / trials + z * z / (4 * trials * trials)).squareRoot()
        return (max(0, min(share, centre - reach)), min(1, max(share, centre + reach)))
    }

    /// The Clopper–Pearson interval for a proportion: its coverage is never below `level`.
    ///
    /// Source: Clopper and Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial",
    /// 1934, by quantiles of the beta distribution. Without trials 0...1.
    public static func clopperPearsonInterval(
        successes: Int, trials: Int, level: Double = 0.95
    ) -> (low: Double, high: Double) {
        checkProportion(successes, trials, level)
        if trials == 0 { return (0, 1) }
        let tail = (1 - level) / 2
        let (hits, misses) = (Double(successes), Double(trials - successes))
        return (
            successes == 0 ? 0 : betaQuantile(tail, hits, misses + 1),
            successes == trials ? 1 : betaQuantile(1 - tail, hits + 1, misses)
        )
    }

    private static func checkProportion(_ successes: Int, _ trials: Int, _ level: Double) {
        precondition(successes >= 0 && successes <= trials, "\(successes) successes among \(trials) trials")
        precondition(level > 0 && level < 1, "coverage \(level)")
    }
}
