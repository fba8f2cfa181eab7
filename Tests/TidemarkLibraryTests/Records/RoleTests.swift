import Testing

@testable import TidemarkLibrary

@Suite struct RoleTests {
    @Test func rolesSortInScorecardOrder() {
        let names = Role.allCases.shuffled().sorted().map(\.displayName)
        #expect(names == ["Builder", "Skeptic", "Futurist", "PM", "Founder"])
    }

    @Test func displayNamesAreReadAgain() {
        for role in Role.allCases { #expect(Role(name: role.displayName) == role) }
        #expect(Role(name: "Designer") == nil)
    }
}
