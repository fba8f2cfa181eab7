import Foundation
import Testing
import TidemarkLibrary

@testable import TidemarkInterchange

@Suite struct ZipTests {
    private func content(_ archive: ZipArchive, _ index: Int) throws -> Data {
        try archive.contents(of: archive.entries[index])
    }

    @Test func storedAndDeflatedFilesComeOut() throws {
        var maker = ZipMaker()
        let long = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 * $0 >> 3) }
        maker.add("a/stored", Array("plain".utf8), deflated: false)
        maker.add("a/deflated", long, deflated: true)
        maker.add("empty", [], deflated: true)
        maker.add("folder/", [], deflated: false)
        let archive = try ZipArchive(maker.data)
        #expect(archive.entries.map(\.name) == ["a/stored", "a/deflated", "empty"])
        #expect(try content(archive, 0) == Data("plain".utf8))
        #expect(try content(archive, 1) == Data(long))
        #expect(try content(archive, 2).isEmpty)
        // Bytes in front of an archive and a comment behind it are allowed; the latter is common.
        #expect(throws: Never.self) { try ZipArchive(maker.data.dropLast(2) + [3, 0] + Data("abc".utf8)) }
    }

    @Test func bombsAndLiesAreRefused() throws {
        let zeros = [UInt8](repeating: 0, count: 4 << 20)
        var maker = ZipMaker()
        maker.add("more than it says", zeros, deflated: true, claimedSize: 1000)
        maker.add("less than it says", Array("x".utf8), deflated: true, claimedSize: 1000)
        maker.add("beyond what deflate can", Array("x".utf8), deflated: true, claimedSize: 400 << 20)
        maker.add("too large", Array("x".utf8), deflated: true, claimedSize: Int(UInt32.max) - 1)
        maker.add("wrong sum", Array("x".utf8), deflated: false, checksum: 1)
        let archive = try ZipArchive(maker.data)
        for index in archive.entries.indices {
            #expect(throws: ZipArchive.Failure.self, "\(archive.entries[index].name)") { try content(archive, index) }
        }
    }

    @Test func damagedArchivesAreErrors() throws {
        var maker = ZipMaker()
        maker.add("part_000000.csv", "title,url,time_added,tags,status\nA,https://a.example/,1,,unread\n")
        let whole = [UInt8](maker.data)
        for seed in 0..<2000 {
            var generator = SeededGenerator(seed: UInt64(seed))
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            if seed % 3 == 0 { bytes.removeLast(Int.random(in: 1..<bytes.count, using: &generator)) }
            guard let archive = try? ZipArchive(Data(bytes)) else { continue }
            for entry in archive.entries { _ = try? archive.contents(of: entry) }
        }
    }

    @Test func pocketComesInSeveralPartsWithHighlights() throws {
        var maker = ZipMaker()
        maker.add(
            "annotations/part_000000.json",
            #"[{"url":"https://b.example/","highlights":[{"quote":"q","created_at":1600000000}]}]"#)
        maker.add(
            "part_000000.csv", "title,url,time_added,cursor,tags,status\nA,https://a.example/,1600000000,,x|y,archive\n"
        )
        maker.add(
            "part_000001.csv", "title,url,time_added,cursor,tags,status\nB,https://b.example/,1600000000,,,unread\n")
        maker.add("collections/part_000000.json", "[]")
        let (format, records) = try ImportSource.read(maker.data)
        #expect(format == .pocket)
        #expect(records.bookmarks.map(\.title) == ["A", "B"])
        #expect(records.bookmarks.last?.highlights == [HighlightRecord(quote: "q", addedAt: 1_600_000_000_000)])
        #expect(records.skips.count == 1)
    }

    private static let omnivore: [(String, String)] = [
        (
            "metadata_0_to_1.json",
            #"[{"id":"1","slug":"a-page","title":"A","url":"https://a.example/","state":"Active","readingProgress":42.6,"labels":["x"],"savedAt":"2020-09-13T12:26:40.000Z"}]"#
        ),
        (
            "metadata_1_to_2.json",
            #"[{"id":"2","slug":"b","title":"B","url":"https://b.example/","state":"Archived","readingProgress":0}]"#
        ),
        (
            "highlights/a-page.md",
            "> first line\n> second [\u{2934}\u{FE0F}](https://old.example/a)\n\nmy thought\n\n> other\n"
        ),
        ("content/a-page.html", "<html></html>"),
    ]

    @Test func omnivoreFromAnArchive() throws {
        var maker = ZipMaker()
        for (name, text) in Self.omnivore { maker.add(name, text) }
        maker.add("metadata_2_to_3.json", "[{ broken")
        let (format, records) = try ImportSource.read(maker.data)
        #expect(format == .omnivore)
        try check(records)
        #expect(records.refusals.map(\.text) == ["metadata_2_to_3.json"])
    }

    @Test func omnivoreFromAFolder() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tidemark-omnivore-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in Self.omnivore {
            let file = folder.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        let (format, records) = try ImportSource.read(path: folder.path)
        #expect(format == .omnivore)
        try check(records)
    }

    private func check(_ records: [ImportRecord]) throws {
        #expect(records.bookmarks.map(\.title) == ["A", "B"])
        #expect(records.bookmarks.map(\.progress) == [43, nil])
        #expect(records.bookmarks.map(\.archived) == [false, true])
        #expect(
            records.bookmarks.first?.highlights
                == [HighlightRecord(quote: "first line\nsecond", note: "my thought"), HighlightRecord(quote: "other")])
        #expect(records.skips.map(\.text) == ["content/"])
    }
}
