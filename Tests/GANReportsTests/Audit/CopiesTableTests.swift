import Foundation
import GANAudit
import GANEvaluation
import Testing

@testable import GANReports

@Suite struct CopiesTableTests {
    @Test func oneLineACopyAndAHead() {
        let lines = CopiesTable.csv(MockAudit.copying()).components(separatedBy: "\r\n")
        #expect(lines.count == 42 && lines.last == "")
        #expect(lines[0] == CopiesTable.columns.joined(separator: ","))
        #expect(lines[1] == "1,0,0,row 0,Bag,identity,,0.0,0.07,0.0001,0.0004,0.03,true,1")
        #expect(lines[3] == "3,10,2,row 2,,shifted,\"2 right, 1 up\",31.25,0.07,0.0001,0.0004,0.03,false,1")
    }

    /// File names come from outside: no escape reaches a terminal, no formula a spreadsheet.
    @Test func namesExecuteNothing() throws {
        var report = MockAudit.copying()
        report.findings.copies[0].origin = "\u{1b}[31mred\n::error::x"
        report.classes = [report.findings.copies[0].trainingRow: "=cmd|x"]
        let text = CopiesTable.csv(report)
        #expect(!text.contains("\u{1b}") && !text.contains("\n::error") && text.contains(",'=cmd|x,"))
    }

    @Test func figuresThatThereAreNoneOfAreEmpty() {
        var report = MockAudit.withoutHeldOut()
        report.findings.copies[0].distance = .infinity
        let line = CopiesTable.csv(report).components(separatedBy: "\r\n")[1]
        #expect(line == "1,0,0,row 0,,identity,,,0.07,,,,true,1")
    }
}
