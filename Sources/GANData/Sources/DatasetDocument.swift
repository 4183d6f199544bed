import Foundation

/// The labels that `dataset.json` gives in a data set of StyleGAN's `dataset_tool.py`: `{"labels": [["00000/img00000000.png", 3], …]}`.
///
/// `labels` null or absent means none. A label is a class number, or a vector with one 1 among zeros; images without a label, labels of other
/// images and other vectors are errors, since a class that is guessed is a wrong one.
struct DatasetDocument: Decodable {
    static let name = "dataset.json"
    /// Far above a million labels.
    static let greatestBytes = 1 << 28

    private let labels: [Entry]?

    private struct Entry: Decodable {
        let path: String
        /// Nil for a vector that names no one class.
        let label: Int?

        init(from decoder: any Decoder) throws {
            var list = try decoder.unkeyedContainer()
            path = try list.decode(String.self)
            if let number = try? list.decode(Int.self) {
                label = number
            } else {
                let vector = try list.decode([Double].self)
                let ones = vector.indices.filter { vector[$0] == 1 }
                label = ones.count == 1 && vector.allSatisfy { $0 == 0 || $0 == 1 } ? ones[0] : nil
            }
        }
    }

    /// The label of each of `images`, named by their paths in the data set; nil where the document gives none.
    static func labels(of images: [String], bytes: [UInt8], path: String) throws(DataError) -> [Int]? {
        let document: DatasetDocument
        do { document = try JSONDecoder().decode(DatasetDocument.self, from: Data(bytes)) } catch {
            throw .notLabels(path: path, fact: "it is not {\"labels\": [[\"00000/img00000000.png\", 3], …]}")
        }
        guard let entries = document.labels else { return nil }
        var known: [String: Int] = [:]
        known.reserveCapacity(entries.count)
        for entry in entries {
            guard let label = entry.label, label >= 0 else {
                throw .notLabels(
                    path: path, fact: "the label of \(entry.path) is no class number from 0 on and no vector with one 1"
                )
            }
            known[entry.path.replacing("\\", with: "/")] = label
        }
        var labels: [Int] = []
        labels.reserveCapacity(images.count)
        for image in images {
            guard let label = known[image] else {
                throw .notLabels(path: path, fact: "it gives \(image) no label")
            }
            labels.append(label)
        }
        return labels
    }
}
