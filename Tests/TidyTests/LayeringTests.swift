import Foundation
import Testing

/// The compiler lets a target import modules that it does not declare: this table is what holds the layers apart.
struct LayeringTests {
    static let modules: [String: (layer: Int, ours: Set<String>, others: Set<String>)] = [
        "TidemarkCore": (0, [], []),
        "TidemarkLibrary": (1, ["TidemarkCore"], []),
        "TidemarkWire": (1, ["TidemarkCore"], ["Crypto", "CZlib", "Foundation", "SwiftProtobuf"]),
        "TidemarkReplica": (
            2, ["TidemarkCore", "TidemarkLibrary", "TidemarkWire"],
            ["Crypto", "Foundation", "GRDB", "GRDBSQLite", "Synchronization"]
        ),
        "TidemarkRelay": (
            2, ["TidemarkCore", "TidemarkWire"],
            [
                "Crypto", "Foundation", "GRDB", "HTTPTypes", "Hummingbird", "HummingbirdCore", "Logging", "NIOCore",
                "NIOPosix", "ServiceLifecycle", "Synchronization", "UnixSignals",
            ]
        ),
        "TidemarkSync": (
            3, ["TidemarkCore", "TidemarkWire", "TidemarkReplica"], ["Crypto", "Foundation", "Synchronization"]
        ),
        "TidemarkInterchange": (
            3, ["TidemarkCore", "TidemarkLibrary", "TidemarkWire", "TidemarkReplica"],
            ["CZlib", "Foundation", "GRDB", "Yams"]
        ),
        "TidemarkSyncHTTP": (
            4, ["TidemarkWire", "TidemarkSync"], ["AsyncHTTPClient", "Foundation", "NIOCore", "NIOHTTP1", "NIOPosix"]
        ),
    ]

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func sources(_ folder: String) throws -> [(path: String, text: String)] {
        let base = root.appending(path: folder)
        let files = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil)
        return try (files?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "swift" }.map {
            ($0.path(), try String(contentsOf: $0, encoding: .utf8))
        }
    }

    @Test func modulesImportOnlyWhatStandsBelowThem() throws {
        for (module, allowed) in Self.modules {
            let sources = try Self.sources("Sources/\(module)")
            #expect(!sources.isEmpty, "\(module) has no sources")
            for (path, text) in sources where !path.contains("/Generated/") {
                for line in text.split(separator: "\n") {
                    let words = line.split(separator: " ")
                    guard let at = words.firstIndex(of: "import"), at + 1 < words.count, at <= 1, !line.hasPrefix("//")
                    else {
                        continue
                    }
                    let name = String(words[at + 1])
                    #expect(
                        allowed.ours.contains(name) || allowed.others.contains(name),
                        "\(path) imports \(name), which \(module) must not")
                }
            }
            for name in allowed.ours {
                #expect((Self.modules[name]?.layer ?? 0) < allowed.layer, "\(module) -> \(name) goes up")
            }
        }
    }

    /// Time and randomness come in through `Environment`, so that a seed can drive everything.
    @Test func noWallClockAndNoRandomnessOutsideTheirFiles() throws {
        let forbidden = [
            "Date()", "Date.now", "SystemRandomNumberGenerator", "ContinuousClock", "gettimeofday", "time(nil)",
        ]
        for module in ["TidemarkCore", "TidemarkLibrary", "TidemarkWire", "TidemarkReplica", "TidemarkSync"] {
            for (path, text) in try Self.sources("Sources/\(module)") where !path.hasSuffix("/Environment.swift") {
                for word in forbidden { #expect(!text.contains(word), "\(path) uses \(word)") }
            }
        }
    }

    @Test func theTopLevelHoldsNothingElse() throws {
        let allowed: Set<String> = [
            "Package.swift", "Sources", "Tests", "Protocol", "Samples", "README.md", ".ci", ".gitignore",
            ".swift-format",
            ".git", "Package.resolved", "LICENSE",
        ]
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.root.path())
        for name in names where !name.hasPrefix(".build") {
            #expect(allowed.contains(name), "\(name) at the top level")
        }
    }
}
