import Foundation
import TestSupport
import Testing

@testable import GANData

@Suite struct TextLinesTests {
    private func read(_ bytes: [UInt8]) throws -> TextLines { try TextLines.read(bytes, path: "a.txt") }

    @Test func linesEndAsTheyMay() throws {
        let lines = try read([0xEF, 0xBB, 0xBF] + Array("ab\r\n\ncé\nd".utf8))
        #expect(lines.lines == ["ab", "cé", "d"] && lines.numbers == [1, 3, 4] && lines.emptyLines == 1)
        #expect(try read(Array("a\n".utf8)).emptyLines == 0)
    }

    @Test func whatIsNoTextIsSaid() {
        #expect(throws: TextProblem.notText(path: "a.txt", line: 2)) { try read(Array("a\n".utf8) + [0xC3, 10]) }
        #expect(throws: TextProblem.noLines(path: "a.txt")) { try read(Array("\r\n\n".utf8)) }
        let long = [UInt8](repeating: 97, count: 4097)
        #expect(throws: TextProblem.longLine(path: "a.txt", line: 2, symbols: 4097, limit: 4096)) {
            try read(Array("a\n".utf8) + long)
        }
        #expect(throws: (any Error).self) { try TextLines.open("/nowhere/a.txt") }
        #expect(throws: TextProblem.self) { try TextLines.open("builtin:sonnets") }
    }

    @Test func whatCantBeLearntFromIsSaid() throws {
        let lines = try read(Array("abc\n\nabcd\nxyz\n".utf8))
        #expect(throws: TextProblem.fewLines(path: "a.txt", count: 3, needed: 4)) {
            try lines.check(symbols: 9, length: 9, lines: 4)
        }
        #expect(throws: TextProblem.longLine(path: "a.txt", line: 3, symbols: 4, limit: 3)) {
            try lines.check(symbols: 9, length: 3, lines: 1)
        }
        #expect(throws: TextProblem.manySymbols(path: "a.txt", count: 7, limit: 6)) {
            try lines.check(symbols: 6, length: 9, lines: 1)
        }
        try lines.check(symbols: 7, length: 4, lines: 3)
    }

    @Test func everyTenthLineIsKeptApart() throws {
        let lines = try read(Array((0..<25).map { "l\($0)" }.joined(separator: "\n").utf8))
        let (training, heldOut) = lines.apart
        #expect(heldOut.lines == ["l9", "l19"] && heldOut.numbers == [10, 20])
        #expect(training.lines.count == 23 && !training.lines.contains("l9"))
    }

    @Test func theGrammarDecides() throws {
        for line in ["x", "x+y", "z*z-y/x"] { #expect(ExpressionGrammar.isValid(line), "\(line)") }
        for line in ["", "+", "x+", "xy", "x++y", "a+b", "x+y "] {
            #expect(!ExpressionGrammar.isValid(line), "\(line)")
        }
        let lines = try TextLines.open("builtin:grammar")
        #expect(lines.lines.count == 4000 && lines.lines.allSatisfy { ExpressionGrammar.isValid($0) })
        #expect(Set(lines.lines.map(\.count)) == [5, 7, 9, 11])
        #expect(try TextLines.open("builtin:grammar-test").lines != lines.lines)
    }
}
