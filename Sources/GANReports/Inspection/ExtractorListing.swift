package import GANModels
import GANText
import OrderedCollections

/// `ganeval extractor list`: the extractors that are networks, and which can run.
package enum ExtractorListing {
    /// The schema's name and version.
    package static let schema = "ganeval.extractors/1"

    /// The listing for machines, with its line end.
    package static func json(_ listing: ExtractorRegistry.Listing) -> String {
        // Records that can't be read: name to reason, the first of those of one name.
        let unreadable = OrderedDictionary(listing.unreadable.map { ($0.name, "\($0.problem)") }) { first, _ in first }
        return JSONValue.object([
            ("schema", .text(schema)), ("extractors", .list(listing.entries.map(document))),
            ("unreadable", .object(unreadable.map { ($0.key, .text($0.value)) })),
        ]).serialized()
    }

    /// The lines about those that can be read, without line ends, for people.
    package static func lines(_ listing: ExtractorRegistry.Listing) -> [String] {
        listing.entries.flatMap { entry -> [String] in
            let name = entry.description.name
            return ["\(name)  (\(origin(entry)); gives \(outputs(entry).joined(separator: ", ")))"]
                + ["    input    \(entry.description.resizeRule)"]
                + (classes(entry).map { ["    classes  \($0)"] } ?? [])
                + ["    weights  \(entry.file ?? "missing: `ganeval extractor add \(name) --weights FILE`")"]
        }
    }

    /// One extractor; without a file there is no field for it.
    private static func document(_ entry: ExtractorRegistry.Entry) -> JSONValue {
        .object(
            [
                ("name", .text(entry.description.name)), ("origin", .text(origin(entry))),
                ("preprocessing", .text(entry.description.resizeRule)),
                ("outputs", .list(outputs(entry).map { .text($0) })),
            ] + (classes(entry).map { [("classes", .text($0))] } ?? [])
                + (entry.file.map { [("file", .text($0))] } ?? []))
    }

    private static func origin(_ entry: ExtractorRegistry.Entry) -> String { entry.isShipped ? "shipped" : "added" }

    private static func outputs(_ entry: ExtractorRegistry.Entry) -> [String] {
        let outputs = entry.description.outputs
        return ["features"] + ((outputs.logits ?? outputs.probabilities) == nil ? [] : ["classes"])
            + (outputs.spatial == nil ? [] : ["places"])
    }

    /// How many classes have names, or what is known of them; nil where nothing is.
    private static func classes(_ entry: ExtractorRegistry.Entry) -> String? {
        switch entry.description.classes {
        case .named(let names)?: "\(names.count), by name"
        case .unnamed(let origin)?: origin
        case nil: nil
        }
    }
}
