import Testing
import TidemarkLibrary

struct QueryParserTests {
    private func text(_ text: String, _ column: QueryText.Column? = nil, prefix: Bool = false) -> Query {
        .text(QueryText(text, in: column, isPrefix: prefix))
    }

    @Test func wordsStandBesideEachOther() throws {
        #expect(try QueryParser.parse("") == .everything)
        #expect(try QueryParser.parse("  tide ") == text("tide"))
        #expect(try QueryParser.parse("tide moon") == .all([text("tide"), text("moon")]))
        #expect(try QueryParser.parse("tide AND moon") == .all([text("tide"), text("moon")]))
        #expect(
            try QueryParser.parse(#""tide table" tid* "a b"*"#)
                == .all([text("tide table"), text("tid", prefix: true), text("a b", prefix: true)]))
        #expect(try QueryParser.parse(#""say \"and\" \\""#) == text(#"say "and" \"#))
        #expect(
            try QueryParser.parse("café naïve-bayes c++ f(x)")
                == .all([text("café"), text("naïve-bayes"), text("c++"), text("f(x)")]))
    }

    @Test func andBindsCloserThanOr() throws {
        #expect(try QueryParser.parse("a b or c") == .any([.all([text("a"), text("b")]), text("c")]))
        #expect(try QueryParser.parse("a (b or c)") == .all([text("a"), .any([text("b"), text("c")])]))
        #expect(try QueryParser.parse("not a b") == .all([.not(text("a")), text("b")]))
        #expect(try QueryParser.parse("-a -(b or c)") == .all([.not(text("a")), .not(.any([text("b"), text("c")]))]))
        #expect(try QueryParser.parse(#""or" "not""#) == .all([text("or"), text("not")]))
    }

    @Test func fieldsHaveTheirValues() throws {
        #expect(try QueryParser.parse("tag:sea") == .tag("sea", isPrefix: false))
        #expect(try QueryParser.parse("-tag:se*") == .not(.tag("se", isPrefix: true)))
        #expect(try QueryParser.parse(#"tag:"to read""#) == .tag("to read", isPrefix: false))
        #expect(
            try QueryParser.parse("title:tide* note:\"a b\"")
                == .all([text("tide", .title, prefix: true), text("a b", .note)]))
        #expect(try QueryParser.parse("url:https://example.org/a_(b)") == text("https://example.org/a_(b)", .url))
        #expect(try QueryParser.parse("https://example.org/a:b") == text("https://example.org/a:b"))
        #expect(try QueryParser.parse("site:WWW.Example.org:8080") == .site("www.example.org"))
        #expect(try QueryParser.parse("site:https://bücher.example/x") == .site("xn--bcher-kva.example"))
        #expect(try QueryParser.parse("IS:Favorite is:unread") == .all([.state(.favourite), .state(.unread)]))
        guard case .folder(let folder) = try QueryParser.parse(#"folder:"Work/a\/b/""#) else {
            Issue.record("no folder")
            return
        }
        #expect(folder.names == ["Work", "a/b"])
        #expect(try QueryParser.parse("folder:/") == .folder(QueryFolder(names: [], place: 7..<8)))
    }

    @Test func datesAreDaysMonthsYearsAndTimesAgo() throws {
        #expect(
            try QueryParser.parse("before:2024 after:2024-05 on:2024-2-29")
                == .all([
                    .date(.year(2024), .before), .date(.month(2024, 5), .after), .date(.day(2024, 2, 29), .on),
                ]))
        #expect(
            try QueryParser.parse("after:7d before:1Y on:yesterday on:today")
                == .all([
                    .date(.ago(7, .day), .after), .date(.ago(1, .year), .before), .date(.ago(1, .day), .on),
                    .date(.ago(0, .day), .on),
                ]))
        for text in ["2023-02-29", "2024-13", "24", "7x", "d", "2024-", "2024-05-01-02", "99999d", "٢٠٢٤", "0000"] {
            #expect(QueryDate(text) == nil, "\(text)")
        }
    }

    @Test func errorsPointAtTheirPlace() {
        let cases: [(String, Range<Int>)] = [
            (#"a "open"#, 2..<3), ("a (b", 2..<3), ("a b)", 3..<4), ("or a", 0..<2), ("a or", 4..<5),
            ("a and and b", 6..<9), ("not", 3..<4), ("a tag:", 2..<6), ("a nowhere:x", 2..<11),
            ("is:new", 3..<6), ("before:soon", 7..<11), ("a *", 2..<3), ("()", 1..<2), ("é is:wet", 5..<8),
            ("folder:a//b", 7..<11),
        ]
        for (query, place) in cases {
            #expect(throws: QueryError.self, "\(query)") { _ = try QueryParser.parse(query) }
            do {
                _ = try QueryParser.parse(query)
            } catch {
                #expect(error.place == place, "\(query): \(error)")
                #expect(error.query == query)
            }
        }
    }

    @Test func onlyTheLastWordIsCompleted() throws {
        #expect(try QueryParser.parse("tide mo", completing: true) == .all([text("tide"), text("mo", prefix: true)]))
        #expect(try QueryParser.parse("tide ", completing: true) == text("tide"))
        #expect(try QueryParser.parse("\"tide\"", completing: true) == text("tide"))
        #expect(try QueryParser.parse("a title:b", completing: true) == .all([text("a"), text("b", .title)]))
    }

    @Test func boundsHold() {
        let cases = [
            String(repeating: "a", count: 5000),
            String(repeating: "(", count: 100) + "a" + String(repeating: ")", count: 100),
            String(repeating: "-", count: 4000) + "a", String(repeating: "not ", count: 900) + "a",
            String(repeating: "a ", count: 300),
        ]
        for query in cases { #expect(throws: QueryError.self) { _ = try QueryParser.parse(query) } }
    }

    /// Whatever is typed ends in a query or in an error that points into it.
    @Test func anyTextIsReadOrRefused() {
        let pieces = [
            "a", "\"", "(", ")", " ", "-", "or", "and", "not", "tag:", "is:unread", "*", "\\", ":", "é", "before:1d",
            "//",
        ]
        var random = SeededGenerator(seed: 7)
        for _ in 0..<5000 {
            let query = (0..<Int.random(in: 0...9, using: &random)).map { _ in
                pieces[Int.random(in: 0..<pieces.count, using: &random)]
            }.joined()
            do {
                _ = try QueryParser.parse(query, completing: Bool.random(using: &random))
            } catch {
                #expect(error.place.lowerBound >= 0 && error.place.lowerBound <= query.count, "\(query)")
                #expect(!error.place.isEmpty, "\(query)")
            }
        }
    }
}
