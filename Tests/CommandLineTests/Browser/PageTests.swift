import Foundation
import TestSupport
import Testing

/// Every kind of page in a real browser, as people see it, read it aloud and print it.
///
/// One page at a time, beside those of `PageUseTests`: a browser takes most of a processor.
@Suite(.serialized, .enabled(if: Browser.path != nil, "Chromium is not installed"))
struct PageTests {
    private static let views: [BrowserPage.View] = [
        .init(), .init(width: 360, height: 700), .init(isDark: true), .init(width: 360, height: 700, isDark: true),
        .init(isPrint: true),
    ]

    /// Kept samples are pages of kinds that are made and looked at in all views: two show what is their own.
    private static func views(of file: PageFile) -> [BrowserPage.View] {
        if case .sample = file { return [views[0], views[3]] }
        return views
    }

    @Test(arguments: PageFile.allCases) func nothingIsWrongInAnyView(_ file: PageFile) throws {
        let browser = try Browser()
        let path = try file.path()
        for view in Self.views(of: file) {
            let page = try BrowserPage(path, in: browser, view: view)
            for script in PageFaults.all {
                let faults = try page.texts(script)
                #expect(faults == [], "\(file), \(view)")
            }
            #expect(page.complaints == [], "\(file), \(view)")
            let here = URL(fileURLWithPath: path).deletingLastPathComponent().absoluteString
            #expect(page.requests.filter { !$0.hasPrefix(here) } == [], "\(file), \(view)")
            try page.close()
        }
    }
}
