/// What is said of copying: alarm, list and share, decided together so that none can contradict another.
///
/// Without an alarm nothing is listed and the share is 0 with an upper end. With one, the list is calibration's at the false
/// discovery rate; where labels alone raise the alarm and list more, or calibration is contradicted, it is the competition's at
/// the same rate, which assumes nothing about the generator. The share counts what can be shown, by the list or by the labels of
/// all nearest rows (`LabelledShare`), whichever is surely more: a lower bound of the share of copies.
public struct CopyJudgement: Sendable, Equatable {
    /// Which rule listed the copies.
    public enum Basis: String, Sendable, Codable {
        /// Real rows in the samples' place, or training rows against held-out rows.
        case calibration, competition
        /// Only samples that are equal to training rows.
        case exact
    }

    /// Whether something was copied, at the level.
    package let isAlarm: Bool
    /// Samples that are copies at the false discovery rate, ascending; empty without an alarm.
    package let copies: [Int]
    /// nil for an empty list.
    package let basis: Basis?
    /// The share of copies that can be shown; nil where there is an alarm and nothing can be listed.
    package let share: CopiedShare?
    /// What labels alone show of the share.
    package let labels: LabelledShare
    /// The share of the samples that surely are copies: the lower end of the share, or the labels' where there is none; 0
    /// without an alarm.
    package let atLeast: Double

    /// Judges lists that were made at the rate.
    ///
    /// - Parameters:
    ///   - calibrated: the list by calibration and its share; nil where calibration is contradicted.
    ///   - competing: the list by competition and its share.
    ///   - exact: samples that are listed in any case, as there are more exact copies than chance gives.
    ///   - isAlarmByLabels: whether labels alone raise the alarm.
    init(
        isAlarm: Bool, isAlarmByLabels: Bool, calibrated: (list: [Int], share: CopiedShare)?,
        competing: (list: [Int], share: CopiedShare), exact: [Int], labels: LabelledShare
    ) {
        self.isAlarm = isAlarm
        self.labels = labels
        guard isAlarm else {
            (copies, basis, atLeast) = ([], nil, 0)
            share = (calibrated?.share ?? competing.share).withNothingListed
            return
        }
        let isCompetition =
            calibrated.map { isAlarmByLabels && competing.list.count > $0.list.count } ?? true
        let chosen = isCompetition ? competing : calibrated ?? competing
        copies = chosen.list
        guard !chosen.list.isEmpty else {
            (basis, share, atLeast) = (nil, nil, labels.low)
            return
        }
        basis = chosen.list == exact ? .exact : isCompetition ? .competition : .calibration
        let shown = chosen.share.atLeast(labels)
        share = shown
        atLeast = shown.interval.low
    }
}
