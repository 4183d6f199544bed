import Foundation
import TestSupport
import Testing

/// Every kind of page in a real browser: as people see it, read it aloud, print it and use it.
@Suite(.serialized, .enabled(if: Browser.path != nil, "Chromium is not installed"))
struct PageTests {
    static let views: [BrowserPage.View] = [
        .init(), .init(width: 360, height: 700), .init(isDark: true), .init(width: 360, height: 700, isDark: true),
        .init(isPrint: true),
    ]

    @Test(arguments: PageFile.allCases) func nothingIsWrongInAnyView(_ file: PageFile) throws {
        let browser = try Browser()
        let path = try file.path()
        for view in Self.views {
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

    /// The page is whole without its script; links to files beside it lead to files.
    @Test(arguments: PageFile.allCases) func readsWithoutScript(_ file: PageFile) throws {
        let browser = try Browser()
        let path = try file.path()
        let with = try BrowserPage(path, in: browser)
        let without = try BrowserPage(path, in: browser, view: .init(hasScript: false))
        let sections =
            "[...document.querySelectorAll('h1, h2, h3')].filter(e => e.checkVisibility()).map(e => e.textContent.trim())"
        #expect(try without.texts(sections) == with.texts(sections))
        let links = try with.texts(
            "[...document.querySelectorAll('a[href], img[src]')].map(e => e.getAttribute('href') ?? e.getAttribute('src'))"
                + ".filter(link => !/^(#|data:|[a-z]+:)/.test(link))")
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        for link in Set(links) {
            let name = link.split(separator: "#").first.map(String.init) ?? link
            let found = folder.appendingPathComponent(name.removingPercentEncoding ?? name).path
            #expect(FileManager.default.fileExists(atPath: found), "\(file): \(link)")
        }
    }

    /// The tabulator key reaches every control that is seen, in the order of the page.
    @Test(arguments: PageFile.allCases) func keyboardReachesEveryControl(_ file: PageFile) throws {
        let browser = try Browser()
        let page = try BrowserPage(file.path(), in: browser)
        let controls = Int(
            try page.number(
                """
                [...document.querySelectorAll('a[href], button, summary, input, select, [tabindex="0"]')]
                  .filter(e => e.checkVisibility({checkVisibilityCSS: true}) && !e.disabled).map((e, i) => e.dataset.number = i).length
                """))
        var seen: Set<Int> = []
        for _ in 0..<min(controls, 40) {
            try page.press("Tab", code: 9)
            let number = Int(try page.number("Number(document.activeElement?.dataset.number ?? -1)"))
            // A box that scrolls takes the focus too, though it is no control.
            if number >= 0 { #expect(seen.insert(number).inserted, "\(file)") }
        }
        #expect(seen.count >= min(controls, 40) * 3 / 4, "\(file)")
    }
}
