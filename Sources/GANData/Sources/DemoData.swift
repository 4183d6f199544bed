import Foundation

/// Images to show a first report with: Fashion-MNIST where Debian's package installed it, else the built-in shapes.
package struct DemoData: Sendable, Equatable {
    /// How a person calls the data.
    package var name: String
    /// The sources of the training data and of the held-out data, as `SampleSources.open` takes them.
    package var training: String
    package var heldOut: String
    /// The classes' names, where the files don't know them.
    package var classNames: [String]?

    /// The built-in shapes, which are always there.
    package static let shapes = DemoData(
        name: "builtin:shapes", training: "builtin:shapes", heldOut: "builtin:shapes-test", classNames: nil)

    /// One side of a built-in world of images that belong together, or some of its rows.
    package static func side(_ name: String, rows: String = "") -> DemoData {
        DemoData(
            name: "builtin:\(name)", training: "builtin:\(name)\(rows)", heldOut: "builtin:\(name)-test",
            classNames: nil)
    }

    /// Three images of these in the channels of each: a thousand classes, the first `count` drawn for training.
    package func stacked(training count: Int) -> DemoData {
        DemoData(
            name: "\(name), three in each", training: "stacked:\(training)[:\(count)]", heldOut: "stacked:\(heldOut)",
            classNames: nil)
    }

    /// The files of Fashion-MNIST in `folder`; the names are those of its paper (1708.07747, table 2).
    package static func fashion(in folder: String = "/usr/share/datasets/fashion-mnist") -> DemoData {
        DemoData(
            name: "Fashion-MNIST", training: folder + "/train-images-idx3-ubyte.gz",
            heldOut: folder + "/t10k-images-idx3-ubyte.gz",
            classNames: [
                "T-shirt", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
            ])
    }

    /// `fashion` where its training images are there; else the shapes, whose name says what is missing.
    package static func found(_ fashion: DemoData = fashion()) -> DemoData {
        if FileManager.default.fileExists(atPath: fashion.training) { return fashion }
        var result = shapes
        result.name += " (\(fashion.name) is not installed)"
        return result
    }
}
