import Foundation
import TestSupport
import Testing

/// Pages in a real browser, as people use them: without their script, by the keyboard, and what opens and sorts.
@Suite(.serialized, .enabled(if: Browser.path != nil, "Chromium is not installed"))
struct PageUseTests {
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
    @Test(arguments: PageFile.made) func keyboardReachesEveryControl(_ file: PageFile) throws {
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

    @Test func aReportsMetricsAreSorted() throws {
        let browser = try Browser()
        let page = try BrowserPage(PageFile.report(of: .images).path(), in: browser)
        let column =
            "[...document.querySelectorAll('#all-metrics thead th')].findIndex(h => h.textContent.startsWith('Value'))"
        let values =
            "[...document.querySelector('#all-metrics').tBodies[0].rows].slice(1).map(r => r.cells[\(column)].dataset.key)"
        let press = "document.querySelectorAll('#all-metrics thead th')[\(column)].querySelector('button').click()"
        _ = try page.value("(\(press), 1)")
        let rising = try page.texts(values).compactMap(Double.init)
        #expect(rising.count > 3 && rising == rising.sorted())
        _ = try page.value("(\(press), 1)")
        #expect(try page.texts(values).compactMap(Double.init) == rising.reversed())
        #expect(page.complaints == [])
    }

    @Test func aReportsPicturesAndWordsOpen() throws {
        let browser = try Browser()
        let page = try BrowserPage(PageFile.report(of: .images).path(), in: browser)
        // A metric's name leads into its closed explanation, which opens.
        let open = "document.querySelector('#metric-precision').closest('details').open"
        #expect(try page.value(open) as? Bool == false)
        _ = try page.value("(document.querySelector('#all-metrics a[href=\"#metric-precision\"]').click(), 1)")
        #expect(try page.value("new Promise(done => setTimeout(() => done(\(open)), 50))") as? Bool == true)
        // Every picture of both sides leads to a file that is there.
        let links = try page.texts("[...document.querySelectorAll('#samples a.px')].map(a => a.getAttribute('href'))")
        let folder = try URL(fileURLWithPath: PageFile.report(of: .images).path()).deletingLastPathComponent()
        #expect(links.count > 20)
        #expect(links.allSatisfy { FileManager.default.fileExists(atPath: folder.appendingPathComponent($0).path) })
    }
}
