import Mustache

/// Escapes every `{{value}}` of the templates by Unicode scalars, see `ReportText`.
///
/// The engine's own HTML escaping compares whole characters, and a quote with a combining accent passes it.
private struct MarkupContentType: MustacheContentType {
    func escapeText(_ text: String) -> String { ReportText.markup(text) }
}

/// The embedded templates and the style sheet.
enum PageTemplates {
    static let style = String(decoding: PackageResources.style_css, as: UTF8.self)

    /// Renders the page; templates that don't parse are a defect of the tool and reported as one.
    static func render(_ page: PageView) throws(ReportError) -> String {
        MustacheContentTypes.register(MarkupContentType(), named: "MARKUP")
        do {
            var library = MustacheLibrary()
            for (name, bytes) in [
                ("page", PackageResources.page_mustache), ("picture", PackageResources.picture_mustache),
                ("table", PackageResources.table_mustache),
            ] {
                try library.register(String(decoding: bytes, as: UTF8.self), named: name)
            }
            guard let text = library.render(page, withTemplate: "page") else {
                throw ReportError.templateBroken(name: "page", reason: "it is not among the embedded resources")
            }
            return text
        } catch let error as ReportError {
            throw error
        } catch {
            throw .templateBroken(name: "page", reason: "\(error)")
        }
    }
}
