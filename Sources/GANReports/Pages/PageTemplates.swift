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

    /// The script of an audit's page, which sorts and filters.
    static let auditScript = String(decoding: PackageResources.audit_js, as: UTF8.self)
    static let auditStyle = String(decoding: PackageResources.audit_css, as: UTF8.self)

    /// The script of a series' page, which plays its film.
    static let seriesScript = String(decoding: PackageResources.series_js, as: UTF8.self)
    static let seriesStyle = String(decoding: PackageResources.series_css, as: UTF8.self)

    static func render(_ page: PageView) throws(ReportError) -> String { try render(page, with: "page") }

    /// Renders a view; templates that don't parse are a defect of the tool and reported as one.
    static func render(_ view: Any, with template: String) throws(ReportError) -> String {
        MustacheContentTypes.register(MarkupContentType(), named: "MARKUP")
        do {
            var library = MustacheLibrary()
            for (name, bytes) in [
                ("page", PackageResources.page_mustache), ("audit", PackageResources.audit_mustache),
                ("series", PackageResources.series_mustache), ("compare", PackageResources.compare_mustache),
                ("picture", PackageResources.picture_mustache),
                ("table", PackageResources.table_mustache),
            ] {
                try library.register(String(decoding: bytes, as: UTF8.self), named: name)
            }
            guard let text = library.render(view, withTemplate: template) else {
                throw ReportError.templateBroken(name: template, reason: "it is not among the embedded resources")
            }
            return text
        } catch let error as ReportError {
            throw error
        } catch {
            throw .templateBroken(name: template, reason: "\(error)")
        }
    }
}
