import Testing

@testable import ganeval

@Suite struct ProgramEnvironmentTests {
    @Test func runsEndAfterTheSecondsThatAreSaid() {
        #expect(ProgramEnvironment.seconds(["GANEVAL_ONNX_SECONDS": "2.5"]) == 2.5)
        for text in ["", "0", "-1", "nan", "1e7", "soon"] {
            #expect(ProgramEnvironment.seconds(["GANEVAL_ONNX_SECONDS": text]) == 600, "\(text)")
        }
        #expect(ProgramEnvironment.seconds([:]) == 600)
    }

    @Test func modelsTakeAtMostTheMemoryThatIsSaid() {
        #expect(ProgramEnvironment.memory(["GANEVAL_ONNX_MEMORY": "2G"]) == 2 << 30)
        #expect(
            ProgramEnvironment.memory([:]) == nil && ProgramEnvironment.memory(["GANEVAL_ONNX_MEMORY": "-1"]) == nil)
        #expect(
            ProgramEnvironment.problems(["GANEVAL_ONNX_MEMORY": "much"]).first?.contains("no number of bytes") == true)
    }

    @Test func threadsAreAWholeNumberAsTheOptionTakesIt() {
        #expect(ProgramEnvironment.threads(["GANEVAL_THREADS": "3"]) == 3)
        for text in ["", "0", "-1", "2.5", "1025", "all"] {
            #expect(ProgramEnvironment.threads(["GANEVAL_THREADS": text]) == nil, "\(text)")
        }
    }

    @Test func whatCannotBeReadIsSaid() {
        #expect(ProgramEnvironment.problems([:]).isEmpty)
        #expect(ProgramEnvironment.problems(["GANEVAL_THREADS": "", "GANEVAL_ONNX_SECONDS": ""]).isEmpty)
        #expect(ProgramEnvironment.problems(["GANEVAL_THREADS": "2", "GANEVAL_ONNX_SECONDS": "7"]).isEmpty)
        let problems = ProgramEnvironment.problems(["GANEVAL_THREADS": "all", "GANEVAL_ONNX_SECONDS": "soon"])
        #expect(problems.count == 2)
        #expect(problems.first?.contains("GANEVAL_THREADS") == true)
        #expect(problems.last?.contains("GANEVAL_ONNX_SECONDS") == true)
    }

    @Test func theProgramTakesItsThreadsAndItsLibraryFromTheEnvironment() throws {
        let program = try Program()
        let arguments = ["doctor", "--json", "--no-store"]
        let outcome = try program.run(
            arguments, environment: ["GANEVAL_THREADS": "3", "GANEVAL_ONNXRUNTIME": "libm.so.6"])
        #expect(outcome.code == 0)
        #expect(outcome.output.contains("\"threads\": \"3\""), "\(outcome.output)")
        #expect(outcome.output.contains("OrtGetApiBase"), "\(outcome.output)")
        let ignored = try program.run(arguments, environment: ["GANEVAL_THREADS": "all"])
        #expect(ignored.code == 0)
        #expect(ignored.errors.contains("GANEVAL_THREADS is no whole number"), "\(ignored.errors)")
    }
}
