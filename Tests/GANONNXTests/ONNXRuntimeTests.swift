import Foundation
import TestSupport
import Testing

@testable import GANONNX

@Suite struct ONNXRuntimeTests {
    @Test func theLibraryThatSetupFetchedIsFound() throws {
        let runtime = try ONNXRuntime.shared()
        #expect(runtime.version.split(separator: ".").count >= 2)
        #expect(runtime.providers.contains("CPUExecutionProvider"))
    }

    @Test func aNamedFileIsTheOnlyPlaceLookedAt() throws {
        let folder = try TemporaryFolder()
        let file = folder.file("libonnxruntime.so")
        try Data("no library".utf8).write(to: URL(fileURLWithPath: file))
        let error = #expect(throws: ONNXError.self) {
            try ONNXRuntime.find(named: file, program: "/", folders: [])
        }
        guard case .libraryUnusable(let path, let reason) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(path == file)
        #expect(!reason.isEmpty)
    }

    @Test func whatIsNowhereIsMissingWithAllPlaces() throws {
        let folder = try TemporaryFolder()
        // The loader may know a library of this system; then nothing is missing.
        do {
            _ = try ONNXRuntime.find(program: folder.file("a"), folders: [folder.file("b")])
        } catch {
            // A pattern in the catch clause itself brings Swift 6.3's compiler down.
            guard case .libraryMissing(let searched) = error else { throw error }
            #expect(searched.contains(folder.file("b")))
            #expect(searched[0].contains(folder.file("a")))
        }
    }

    @Test func aLibraryWithoutTheInterfaceIsRefused() {
        // The mathematics library is there on every system, and is no ONNX Runtime.
        let error = #expect(throws: ONNXError.self) { try ONNXRuntime.open("libm.so.6") }
        #expect(error?.fact.contains("OrtGetApiBase") == true)
    }
}
