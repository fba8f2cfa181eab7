import Testing

@testable import TidemarkLibrary

@Suite struct SiteNameTests {
    @Test func hostsAndWhatIsBelowThem() {
        #expect(SiteName.host(of: "https://user@WWW.oak.example:8443/a?b#c") == "www.oak.example")
        #expect(SiteName.host(of: "http://[::1]:80/") == "[::1]")
        #expect(SiteName.host(of: "about:blank") == nil)
        #expect(SiteName.isOn("oak.example", url: "https://docs.oak.example/"))
        #expect(!SiteName.isOn("oak.example", url: "https://soak.example/"))
    }

    @Test func sharedSitesNeedTheProject() {
        #expect(SiteName.project(of: "https://github.com/Oak/tree/issues?x=1") == "github.com/oak/tree")
        #expect(SiteName.project(of: "https://github.com/oak") == nil)
        #expect(SiteName.project(of: "https://user@www.oak.example:8443/a") == "oak.example")
    }

    @Test func theNearestDomainOwns() {
        let owners = ["oak.example": "Oak", "docs.oak.example": "Docs", "github.com/oak/tree": "Tree"]
        let found = ["a.docs.oak.example", "b.oak.example", "soak.example", "github.com/oak/tree"].map {
            SiteName.owner(of: $0, among: owners)
        }
        #expect(found == ["Docs", "Oak", nil, "Tree"])
    }
}
