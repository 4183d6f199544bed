import Foundation

/// One tab of a browser, at a size and in a look.
struct BrowserPage {
    /// How a page is shown.
    struct View: Sendable, CustomStringConvertible {
        var width = 1200
        var height = 900
        var isDark = false
        var isPrint = false
        var hasScript = true

        var description: String {
            "\(width) px\(isDark ? ", dark" : "")\(isPrint ? ", print" : "")\(hasScript ? "" : ", no script")"
        }
    }

    let browser: Browser
    private let session: String

    /// Opens a file and waits until it is loaded.
    init(_ file: String, in browser: Browser, view: View = View()) throws {
        self.browser = browser
        let target = try browser.ask("Target.createTarget", ["url": "about:blank"])
        let attached = try browser.ask(
            "Target.attachToTarget", ["targetId": target["targetId"] ?? "", "flatten": true])
        guard let session = attached["sessionId"] as? String else {
            throw Browser.Failure.unexpected(method: "Target.attachToTarget")
        }
        self.session = session
        for domain in ["Page", "Runtime", "Log", "Network", "Accessibility"] { try ask("\(domain).enable") }
        try ask(
            "Emulation.setDeviceMetricsOverride",
            ["width": view.width, "height": view.height, "deviceScaleFactor": 1, "mobile": view.width < 600])
        try ask(
            "Emulation.setEmulatedMedia",
            [
                "media": view.isPrint ? "print" : "screen",
                "features": [["name": "prefers-color-scheme", "value": view.isDark ? "dark" : "light"]],
            ])
        if !view.hasScript { try ask("Emulation.setScriptExecutionDisabled", ["value": true]) }
        browser.forget(session: session)
        try ask("Page.navigate", ["url": URL(fileURLWithPath: file).absoluteString])
        try browser.wait(for: "Page.loadEventFired", session: session)
    }

    @discardableResult
    func ask(_ method: String, _ parameters: [String: Any] = [:]) throws -> [String: Any] {
        try browser.ask(method, parameters, session: session)
    }

    /// The value of an expression; it must be one that JSON holds.
    func value(_ expression: String) throws -> Any? {
        let answer = try ask(
            "Runtime.evaluate", ["expression": expression, "returnByValue": true, "awaitPromise": true])
        if let problem = answer["exceptionDetails"] as? [String: Any] {
            throw Browser.Failure.refused(method: expression, "\(problem["exception"] ?? problem)")
        }
        return (answer["result"] as? [String: Any])?["value"]
    }

    func number(_ expression: String) throws -> Double {
        guard let number = try value(expression) as? NSNumber else {
            throw Browser.Failure.unexpected(method: expression)
        }
        return number.doubleValue
    }

    func texts(_ expression: String) throws -> [String] {
        guard let texts = try value(expression) as? [String] else {
            throw Browser.Failure.unexpected(method: expression)
        }
        return texts
    }

    /// Presses and lets go a key by its name, such as "Enter".
    func press(_ key: String, code: Int) throws {
        for kind in ["rawKeyDown", "char", "keyUp"] {
            var event: [String: Any] = ["type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code]
            if kind == "char" {
                guard key == "Enter" else { continue }
                event["text"] = "\r"
            }
            try ask("Input.dispatchKeyEvent", event)
        }
    }

    /// What the page asked for, the page itself and what lies in its own text left out.
    var requests: [String] {
        browser.events.filter { $0.session == session && $0.method == "Network.requestWillBeSent" }
            .compactMap { ($0.parameters["request"] as? [String: Any])?["url"] as? String }
            .filter { !$0.hasPrefix("data:") }
    }

    /// Errors and warnings of the console, and exceptions of the page's script.
    var complaints: [String] {
        browser.events.filter { $0.session == session }.compactMap { event in
            switch event.method {
            case "Runtime.exceptionThrown":
                return "\(event.parameters["exceptionDetails"] ?? "")"
            case "Runtime.consoleAPICalled":
                let kind = event.parameters["type"] as? String ?? ""
                return ["error", "warning", "assert"].contains(kind)
                    ? "\(kind): \(event.parameters["args"] ?? "")" : nil
            case "Log.entryAdded":
                let entry = event.parameters["entry"] as? [String: Any]
                return "\(entry?["level"] ?? ""): \(entry?["text"] ?? "")"
            default:
                return nil
            }
        }
    }

    func close() throws { try ask("Page.close") }
}
