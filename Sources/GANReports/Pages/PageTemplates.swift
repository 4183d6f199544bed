import GANText
import Mustache

/// Escapes every `{{value}}` of the templates by Unicode scalars, see `ReportText`.
///
/// The engine's own HTML escaping compares whole characters, and a quote with a combining accent passes it.
private struct MarkupContentType: MustacheContentType {
    func escapeText(_ text: String) -> String { ReportText.markup(text) }
}

/// The embedded templates, parsed, and the style sheets.
struct PageTemplates {
    static let style = String(decoding: PackageResources.style_css, as: UTF8.self)

    /// The script of an audit's page, which sorts and filters.
    static let auditScript = String(decoding: PackageResources.audit_js, as: UTF8.self)
    static let auditStyle = String(decoding: PackageResources.audit_css, as: UTF8.self)
    static let comparisonStyle = String(decoding: PackageResources.compare_css, as: UTF8.self)

    /// The script of a report's page, which sorts its table of metrics and opens what a link leads to.
    static let reportScript = String(decoding: PackageResources.report_js, as: UTF8.self)
    static let reportStyle = String(decoding: PackageResources.report_css, as: UTF8.self)

    /// The script of a series' page, which plays its film.
    static let seriesScript = String(decoding: PackageResources.series_js, as: UTF8.self)
    static let seriesStyle = String(decoding: PackageResources.series_css, as: UTF8.self)

    /// The page's shell, and the blocks that are more than one element.
    private static let sources = [
        ("page", PackageResources.page_mustache), ("tiles", PackageResources.tiles_mustache),
        ("subjects", PackageResources.subjects_mustache), ("picture", PackageResources.picture_mustache),
        ("table", PackageResources.table_mustache), ("pairs", PackageResources.pairs_mustache),
        ("film", PackageResources.film_mustache), ("cell", PackageResources.cell_mustache),
        ("classes", PackageResources.classes_mustache), ("views", PackageResources.views_mustache),
        ("metrics", PackageResources.metrics_mustache),
        ("glossary", PackageResources.glossary_mustache), ("footnotes", PackageResources.footnotes_mustache),
    ]

    private let library: MustacheLibrary

    /// Templates that don't parse are a defect of the tool and reported as one.
    init() throws(ReportError) {
        MustacheContentTypes.register(MarkupContentType(), named: "MARKUP")
        var library = MustacheLibrary()
        for (name, bytes) in Self.sources {
            do {
                try library.register(String(decoding: bytes, as: UTF8.self), named: name)
            } catch {
                throw .templateBroken(name: name, reason: "\(error)")
            }
        }
        self.library = library
    }

    /// Renders a view.
    func render(_ view: Any, with template: String) throws(ReportError) -> String {
        guard let text = library.render(view, withTemplate: template) else {
            throw .templateBroken(name: template, reason: "it is not among the embedded resources")
        }
        return text
    }
}
