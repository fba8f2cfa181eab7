import Testing

@testable import TidemarkLibrary

@Suite struct AddressNormalizerTests {
    private func expect(_ pairs: [(String, String)], _ location: SourceLocation = #_sourceLocation) {
        for (url, key) in pairs {
            #expect((try? AddressNormalizer.key(of: url)) == key, "\(url)", sourceLocation: location)
        }
    }

    private func refusal(of url: String) -> AddressRefusal? {
        do throws(AddressRefusal) {
            _ = try AddressNormalizer.key(of: url)
            return nil
        } catch {
            return error
        }
    }

    @Test func rule1WhitespaceIsTrimmed() {
        expect([
            (" \u{1}https://example.com/a\n", "https://example.com/a"),
            ("https://example.com/a\n\tb c", "https://example.com/ab%20c"),
        ])
        #expect(refusal(of: "") == .empty)
        #expect(refusal(of: " \n\u{0}") == .empty)
        let long = "https://example.com/" + String(repeating: "a", count: AddressNormalizer.maximumBytes)
        #expect(refusal(of: long) == .tooLong(bytes: long.utf8.count))
    }

    @Test func rule2SchemesAreLoweredOrRefused() {
        expect([("HTTPS://example.com/", "https://example.com/"), ("FTP://Example.com/A", "ftp://Example.com/A")])
        for scheme in ["javascript", "vbscript", "data", "about", "place", "blob"] {
            #expect(refusal(of: scheme.uppercased() + ":x") == .unsupportedScheme(scheme))
        }
        for url in [
            "?lY47tw", "/path", "//host/path", "#a", "example.com/a", "example.com:80/a", "localhost:1", "1a:b",
        ] {
            #expect(refusal(of: url) == .relative, "\(url)")
        }
    }

    @Test func rule3OtherSchemesKeepTheRest() {
        expect([
            ("file:///Home/%7e/A b#c", "file:///Home/%7e/A b#c"), ("mailto:Me@Example.com", "mailto:Me@Example.com"),
            ("Chrome://Settings/?utm_source=a", "chrome://Settings/?utm_source=a"), ("tel:123", "tel:123"),
        ])
    }

    @Test func rule4DifferentSitesStayDifferent() {
        expect([
            ("http://example.com/", "http://example.com/"), ("https://www.example.com/", "https://www.example.com/"),
        ])
    }

    @Test func rule5Slashes() {
        expect([
            ("https:\\\\example.com\\a\\b?c\\d", "https://example.com/a/b?c%5Cd"),
            ("https:example.com", "https://example.com/"), ("http:////example.com//a//", "http://example.com//a//"),
        ])
    }

    @Test func rule6UserInformation() {
        expect([
            ("http://Me:p%61ss@Example.com/", "http://Me:pass@example.com/"),
            ("http://@example.com", "http://example.com/"),
            ("http://a@b@example.com", "http://a@b@example.com/"),
        ])
    }

    @Test func rule7Hosts() {
        expect([
            ("https://Example.COM", "https://example.com/"), ("https://ex%61mple.com", "https://example.com/"),
            ("https://bücher.example", "https://xn--bcher-kva.example/"),
            ("https://BÜCHER.example", "https://xn--bcher-kva.example/"),
            ("https://b%C3%BCcher.example", "https://xn--bcher-kva.example/"),
            ("https://例え。テスト/", "https://xn--r8jz45g.xn--zckzah/"),
            ("http://[2001:DB8::1]:80/", "http://[2001:db8::1]/"),
            ("https://faß.example/", "https://xn--fa-hia.example/"), ("https://a_b.example/", "https://a_b.example/"),
        ])
        for url in ["https:", "https://", "https:///", "https://?a", "https://me@/", "https://:80/"] {
            #expect(refusal(of: url) == .missingHost, "\(url)")
        }
        for url in [
            "https://a b/", "https://a%2Fb/", "https://a%2525b/", "https://%FF/", "https://[::1", "https://[x]/",
            "https://[::1]a/", "https://a<b/", "https://é%7C/",
        ] { #expect(refusal(of: url) == .invalidHost, "\(url)") }
    }

    @Test func rule8Ports() {
        expect([
            ("http://a.example:80/", "http://a.example/"), ("https://a.example:0443", "https://a.example/"),
            ("https://a.example:80/", "https://a.example:80/"), ("http://a.example:/x", "http://a.example/x"),
            ("http://a.example:0", "http://a.example:0/"),
        ])
        for url in ["http://a.example:x/", "http://a.example:65536/", "http://a.example:99999999999999999999/"] {
            #expect(refusal(of: url) == .invalidPort, "\(url)")
        }
    }

    @Test func rule9PercentEncoding() {
        expect([
            ("https://a.example/%7euser/%c3%a9", "https://a.example/~user/%C3%A9"),
            ("https://a.example/é ü", "https://a.example/%C3%A9%20%C3%BC"),
            ("https://a.example/100%/%zz%4", "https://a.example/100%25/%25zz%254"),
            ("https://a.example/%2541%2f", "https://a.example/%2541%2F"),
            ("https://a.example/?q=a+b%20c|[1]", "https://a.example/?q=a+b%20c%7C[1]"),
        ])
    }

    @Test func rule10Paths() {
        expect([
            ("https://a.example/a/b/c/./../../g", "https://a.example/a/g"),
            ("https://a.example/../../x", "https://a.example/x"), ("https://a.example/a/..", "https://a.example/"),
            ("https://a.example/a/%2e%2E/b/.", "https://a.example/b/"),
            ("https://a.example/a/", "https://a.example/a/"), ("https://a.example/a", "https://a.example/a"),
            ("https://a.example/.a/..b/", "https://a.example/.a/..b/"), ("https://a.example", "https://a.example/"),
        ])
    }

    @Test func rule11TrackingParametersGo() {
        expect([
            ("https://a.example/?utm_source=x&b=2&fbclid=y&a=1&b=2", "https://a.example/?b=2&a=1&b=2"),
            ("https://a.example/?UTM_Campaign=x&gclid", "https://a.example/"),
            ("https://a.example/?", "https://a.example/"),
            ("https://a.example/?%75tm_term=1", "https://a.example/"),
            ("https://a.example/?utm=1", "https://a.example/?utm=1"),
            ("https://a.example/?ref=x&source=y", "https://a.example/?ref=x&source=y"),
            ("https://a.example/?&&utm_id=1", "https://a.example/?&"),
            ("https://a.example/x?a", "https://a.example/x?a"),
        ])
    }

    @Test func rule12Fragments() {
        expect([
            ("https://a.example/#part", "https://a.example/"), ("https://a.example/?#", "https://a.example/"),
            ("https://a.example/#!/inbox", "https://a.example/#!/inbox"),
            ("https://a.example/?a=1#/é", "https://a.example/?a=1#/%C3%A9"),
        ])
    }

    @Test func anUnknownVersionIsRefused() {
        #expect(throws: AddressRefusal.unknownVersion(2)) {
            try AddressNormalizer.key(of: "https://a.example", version: 2)
        }
    }

    @Test func theKeyOfAKeyIsThatKey() throws {
        let pieces = [
            "http", "https", "HTTP", "ftp", ":", "://", "/", "//", "\\", "?", "#", "#!", "&", "=", "@", ".", "..",
            "/./",
            "/../", "%", "%2", "%2e", "%2E", "%41", "%25", "%C3%A9", "%c3", "é", "ß", "İ", "。", "例", "A", "b", "z9",
            "utm_a=1", "fbclid", "[::1]", ":80", ":443", ":8080", " ", "\t", "+", "|", "localhost", "a.example",
            "\u{0}",
        ]
        var accepted = 0
        for seed in 0..<20_000 {
            var generator = SeededGenerator(seed: UInt64(seed))
            var url = Bool.random(using: &generator) ? "https://a.example/" : ""
            for _ in 0..<Int.random(in: 1...12, using: &generator) {
                url += pieces.randomElement(using: &generator) ?? ""
            }
            guard let key = try? AddressNormalizer.key(of: url) else { continue }
            accepted += 1
            #expect(try AddressNormalizer.key(of: key) == key, "seed \(seed): \(url)")
        }
        #expect(accepted > 5_000)
    }

    @Test func refusalsSayWhatToDo() {
        let refusals: [AddressRefusal] = [
            .empty, .tooLong(bytes: 70_000), .unsupportedScheme("data"), .relative, .missingHost, .invalidHost,
            .invalidPort,
            .unknownVersion(9),
        ]
        for refusal in refusals { #expect(refusal.description.contains(":"), "\(refusal)") }
    }
}
