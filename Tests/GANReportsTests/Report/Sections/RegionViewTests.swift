import Foundation
import GANEvaluation
import GANMetrics
import Testing

@testable import GANReports

/// Branches and the map of samples, in words, on the page and in JSON.
@Suite struct RegionViewTests {
    private func table(_ kinds: [RegionTable.Branch.Kind], label: String? = "Sandal") -> RegionTable {
        let image = [Float](repeating: 90, count: 28 * 28)
        func interval(_ value: Double) -> MetricInterval {
            MetricInterval(low: value * 0.9, high: value * 1.1 + 0.01, method: "Wilson")
        }
        let branches = kinds.map { kind in
            RegionTable.Branch(
                kind: kind, regions: 3, share: 0.1, interval: interval(0.1), made: 0.02, madeInterval: interval(0.02),
                generatedCount: 4, pValue: 0.001, labels: label.map { [.init(name: $0, share: 0.9)] } ?? [],
                exemplars: [image, image])
        }
        let points = (0..<6).map {
            RegionTable.Point(
                role: RegionTable.Role.allCases[$0 % 3], row: $0, x: Double($0) - 2.5, y: Double($0 % 2), image: image)
        }
        return RegionTable(
            branches: branches, regions: 40, missingShare: kinds.contains(.missing) ? interval(0.1) : nil,
            smallestVisible: 0.004,
            map: .init(
                points: points, outlines: [.init(branch: 0, x: -1, y: 0.5, width: 1, height: 1)], accuracy: 0.81))
    }

    @Test func wordsSayWhatIsMissingAndHowMuchOfTheData() {
        let one = RegionWords(table: table([.missing])).finding
        #expect(
            one
                == "A whole branch of the real data is missing, 10 % (95 %: 9.0 % to 12 %) of them: "
                + "mostly Sandal (90 %).")
        let none = RegionWords(table: table([])).finding
        #expect(none == "No branch of the real data has too few or too many samples, among 40 regions.")
        let others = RegionWords(table: table([.rare, .swollen, .moved])).finding
        #expect(
            others
                == "No branch of the real data is missing; 1 too rare, 1 looking otherwise and 1 too frequent.")
        #expect(RegionWords(table: table([])).visible.contains("0.4 % of the data"))
    }

    @Test func pageHasBranchesAndAMapWithImagesAndNoScript() throws {
        var report = MockReport.full()
        report.regions = table([.missing, .swollen], label: "<b>&")
        let page = try HTMLReport.render(report)
        #expect(page.contains("sprite-regions") && page.contains("sprite-map") && page.contains("class=\"map\""))
        #expect(page.contains("tabindex=\"0\"") && page.contains("title=\"held-out row 1\""))
        #expect(page.contains("<b class=\"unseen\">held-out data</b>"))
        #expect(page.contains("&lt;b&gt;&amp;") && !page.contains("<b>&</b>") && !page.contains("<b>& "))
        #expect(page.contains("class=\"gap\"") && page.contains("missing: mostly"))
        var points = MockReport.ring()
        points.regions = table([.rare])
        points.regions?.map?.points.removeAll { $0.role == .heldOut }
        let bare = try HTMLReport.render(points)
        #expect(bare.contains("class=\"map\"") && !bare.contains("held-out data</b>"))
    }

    @Test func documentHoldsTheBranches() throws {
        var report = MockReport.full()
        report.regions = table([.missing])
        let data = Data(ReportDocument.json(report).utf8)
        let root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let regions = try #require(root["regions"] as? [String: Any])
        let branches = try #require(regions["branches"] as? [[String: Any]])
        #expect(branches.count == 1 && branches[0]["kind"] as? String == "missing")
        #expect(regions["missing_share"] as? Double == 0.1 && regions["smallest_visible_share"] as? Double == 0.004)
        let plain = Data(ReportDocument.json(MockReport.full()).utf8)
        let other = try #require(try JSONSerialization.jsonObject(with: plain) as? [String: Any])
        #expect(other["regions"] is NSNull)
    }
}
