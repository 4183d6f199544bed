import Testing

@testable import ganeval

@Suite struct SharedOptionsTests {
    @Test func theStoreLiesWhereTheEnvironmentSays() {
        #expect(StoreOptions.defaultFolder(["GANEVAL_STORE": "/s", "XDG_DATA_HOME": "/d", "HOME": "/h"]) == "/s")
        #expect(StoreOptions.defaultFolder(["GANEVAL_STORE": "", "XDG_DATA_HOME": "/d", "HOME": "/h"]) == "/d/ganeval")
        #expect(StoreOptions.defaultFolder(["XDG_DATA_HOME": "relative", "HOME": "/h"]) == "/h/.local/share/ganeval")
    }
}
