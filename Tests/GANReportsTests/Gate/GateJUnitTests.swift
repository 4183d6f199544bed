import Foundation
import GANEvaluation
import GANGate
import Testing

@testable import GANReports

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite struct GateJUnitTests {
    /// The elements in document order with their attributes, and whether the text is XML at all.
    private final class Reader: NSObject, XMLParserDelegate {
        var elements: [(path: String, attributes: [String: String])] = []
        var texts: [String: String] = [:]
        private var path: [String] = []

        static func read(_ text: String) -> Reader? {
            let reader = Reader()
            let parser = XMLParser(data: Data(text.utf8))
            parser.delegate = reader
            return parser.parse() ? reader : nil
        }

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            path.append(name)
            elements.append((path.joined(separator: "/"), attributes))
        }

        func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
            path.removeLast()
        }

        func parser(_ parser: XMLParser, foundCharacters string: String) {
            texts[path.joined(separator: "/"), default: ""] += string
        }
    }

    @Test func keepsTheCommonSchema() throws {
        let reader = try #require(Reader.read(GateJUnit.render(try MockGate.record())))
        #expect(reader.elements.first?.path == "testsuites" && reader.elements.first?.attributes.isEmpty == true)
        let suite = try #require(reader.elements.first { $0.path == "testsuites/testsuite" }).attributes
        #expect(
            Set(suite.keys) == [
                "name", "package", "id", "timestamp", "hostname", "tests", "failures", "errors", "skipped", "time",
            ])
        #expect(suite["tests"] == "4" && suite["failures"] == "2" && suite["skipped"] == "1" && suite["errors"] == "0")
        #expect(suite["timestamp"] == "2026-11-03T10:15:00")
        // The suite's children come in the order that Ant's schema asks for.
        var order: [String] = []
        for element in reader.elements where element.path.split(separator: "/").count == 3 {
            let name = String(element.path.split(separator: "/")[2])
            if order.last != name { order.append(name) }
        }
        #expect(order == ["properties", "testcase", "system-out", "system-err"])
        let cases = reader.elements.filter { $0.path == "testsuites/testsuite/testcase" }
        #expect(cases.count == 4)
        for element in cases { #expect(Set(element.attributes.keys) == ["name", "classname", "time"]) }
        #expect(cases[0].attributes["classname"] == "ganeval.quality")
        #expect(cases[0].attributes["name"] == "frechet_distance: at most 10")
        let failures = reader.elements.filter { $0.path.hasSuffix("testcase/failure") }
        #expect(failures.count == 2 && failures.allSatisfy { $0.attributes["type"] == "failed" })
        #expect(failures[0].attributes["message"]?.contains("lies beyond it") == true)
        #expect(reader.elements.filter { $0.path.hasSuffix("testcase/skipped") }.count == 1)
    }

    @Test func whatCountsAsFailedIsAFailure() throws {
        let reader = try #require(Reader.read(GateJUnit.render(try MockGate.record(inconclusive: .fail))))
        let failures = reader.elements.filter { $0.path.hasSuffix("failure") }.map { $0.attributes["type"] }
        #expect(failures == ["failed", "inconclusive", "failed"])
        #expect(!reader.elements.contains { $0.path.hasSuffix("skipped") })
    }

    @Test func namesFromOutsideCannotBreakIt() throws {
        let record = try MockGate.record(
            report: MockGate.report(subject: MockGate.evil, startedAt: MockGate.evil), path: MockGate.evil)
        let reader = try #require(Reader.read(GateJUnit.render(record)))
        #expect(
            reader.elements.first { $0.path == "testsuites/testsuite" }?.attributes["timestamp"]
                == "1970-01-01T00:00:00")
        #expect(reader.elements.filter { $0.path.hasSuffix("testcase") }.count == 4)
        #expect(reader.elements.contains { $0.attributes["value"]?.contains("a\"b'c<d>&e|f`g]]>") == true })
    }

    @Test func theSameRecordGivesTheSameBytes() throws {
        #expect(GateJUnit.render(try MockGate.record()) == GateJUnit.render(try MockGate.record()))
    }
}
