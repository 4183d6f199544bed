import Foundation
import GANFiles
import TestSupport

/// The path of a file under fixtures/data.
func fixture(_ name: String) -> String { Fixture.url("data/\(name)").path }

/// Makes an empty folder, hands its path over and removes it with its content afterwards.
func withTemporaryFolder<Value>(_ body: (String) throws -> Value) throws -> Value {
    let folder = try TemporaryFolder()
    return try withExtendedLifetime(folder) { try body(folder.path) }
}

/// The bytes of a file under fixtures/data.
func fixtureBytes(_ name: String) throws -> [UInt8] { try BoundedFile.read(fixture(name), limit: 1 << 24) }
