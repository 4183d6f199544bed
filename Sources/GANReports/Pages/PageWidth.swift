/// The two widths at which every drawing is made: the page's own, and a phone's.
enum PageWidth {
    static let wide = 720.0
    static let narrow = 328.0

    /// A drawing for both, of which the style sheet shows one.
    static func both(_ draw: (Double, String) -> String) -> String { draw(wide, "wide") + draw(narrow, "narrow") }
}
