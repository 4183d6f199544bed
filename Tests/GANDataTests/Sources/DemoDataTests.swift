import Foundation
import TestSupport
import Testing

@testable import GANData

@Suite struct DemoDataTests {
    @Test func whatIsNotThereGivesWayToShapes() throws {
        let folder = try TemporaryFolder()
        let fashion = DemoData.fashion(in: folder.path)
        let found = DemoData.found(fashion)
        #expect(found.training == "builtin:shapes" && found.heldOut == "builtin:shapes-test" && found.classNames == nil)
        #expect(found.name == "builtin:shapes (Fashion-MNIST is not installed)")
        try Data().write(to: URL(fileURLWithPath: folder.file("train-images-idx3-ubyte.gz")))
        #expect(DemoData.found(fashion) == fashion && fashion.classNames?.count == 10)
    }
}
