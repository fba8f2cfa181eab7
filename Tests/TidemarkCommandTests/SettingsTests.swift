import Foundation
import TestSupport
import Testing

/// The configuration file: command line, then environment, then file, then what is usual.
@Suite(.serialized)
struct SettingsTests {
    private final class Place {
        let directory = FileManager.default.temporaryDirectory.appending(path: "tidemark-settings-\(UUID())").path()

        init(_ text: String) throws {
            try FileManager.default.createDirectory(
                atPath: directory + "/tidemark", withIntermediateDirectories: true)
            try text.write(toFile: directory + "/tidemark/config", atomically: true, encoding: .utf8)
        }

        deinit { try? FileManager.default.removeItem(atPath: directory) }

        func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Program.Result {
            try Program.run(
                arguments, home: "", environment: ["XDG_CONFIG_HOME": directory].merging(environment) { $1 })
        }
    }

    @Test func theLibraryIsWhereTheFirstOfThemSays() throws {
        let place = try Place("")
        let homes = ["file", "environment", "option"].map { place.directory + "/" + $0 }
        try "# where it is\n\n  home=\(homes[0])/  # with a comment\n".write(
            toFile: place.directory + "/tidemark/config", atomically: true, encoding: .utf8)
        #expect(try place.run("init").status == 0)
        #expect(FileManager.default.fileExists(atPath: homes[0] + "/library.sqlite"))
        #expect(try place.run("init", environment: ["TIDEMARK_HOME": homes[1]]).status == 0)
        #expect(FileManager.default.fileExists(atPath: homes[1] + "/library.sqlite"))
        let both = ["TIDEMARK_HOME": homes[1]]
        #expect(try place.run("init", "--home", homes[2], environment: both).status == 0)
        #expect(FileManager.default.fileExists(atPath: homes[2] + "/library.sqlite"))
    }

    @Test func aLineWithoutSenseIsNamed() throws {
        for (text, expected) in [
            ("# fine\ncolour = always\n", "line 2"), ("home\n", "line 1"),
            ("color = sometimes\n", "auto, always, never"),
            ("\n\nautosync = yes\n", "line 3"),
        ] {
            let result = try Place(text).run("status")
            #expect(result.status == 64, "\(text)")
            #expect(result.errors.contains(expected) && result.errors.contains("tidemark/config"), "\(result.errors)")
            #expect(result.output.isEmpty)
        }
    }

    @Test func coloursCanBeForcedAndForbidden() throws {
        let place = try Place("color = always\n")
        let home = ["TIDEMARK_HOME": place.directory + "/home"]
        #expect(try place.run("init", environment: home).status == 0)
        #expect(try place.run("add", "https://example.org/", "--title", "Title", environment: home).status == 0)
        let escape = "\u{1B}["
        #expect(try place.run("show", "Title", environment: home).output.contains(escape))
        #expect(try !place.run("show", "Title", "--no-color", environment: home).output.contains(escape))
        let forbidden = home.merging(["NO_COLOR": "1"]) { $1 }
        #expect(try !place.run("show", "Title", environment: forbidden).output.contains(escape))
        #expect(try !Place("color = auto\n").run("show", "Title", environment: home).output.contains(escape))
    }
}
