import TestSupport
import Testing
import TidemarkReplica
import TidemarkSync
import TidemarkSyncHTTP

/// Relays that are half dead, and servers that are none: nothing is lost, and the error says what to do.
struct StrangeAnswerTests {
    private static func answer(_ status: String, type: String = "text/html", _ body: String) -> String {
        "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    /// The error of a sync against a server that says only this.
    private func failure(
        _ answer: String, hangsUp: Bool = true, timeout: Duration = HTTPTransport.patience
    ) async throws -> any Error {
        let replica = try Replica.inMemory(deviceName: "laptop", environment: .live).replica
        try replica.add("https://example.org/x")
        var failure: (any Error)?
        try await StrangeServer.serve(answer, hangsUp: hangsUp) { url in
            try replica.setRelay(url)
            let client = RelayClient(replica: replica, transport: try HTTPTransport(url: url, timeout: timeout))
            do {
                _ = try await client.syncAll()
            } catch {
                failure = error
            }
        }
        #expect(try replica.status().spaces.contains { !$0.isSynced && $0.unsent > 0 })
        #expect(try replica.bookmark("https://example.org/x") != nil)
        return try #require(failure)
    }

    @Test func aServerThatHangsUpIsOffline() async throws {
        for answer in ["", "HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\nhalf", "\u{1}no HTTP\r\n\r\n"] {
            let failure = try await failure(answer)
            #expect(failure is TransportError, "\(answer)")
        }
    }

    /// The time limit holds for the answer's body as well as for its head.
    @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\nhalf"])
    func aSilentRelayIsLeftInTheEnd(answer: String) async throws {
        let failure = try await failure(answer, hangsUp: false, timeout: .milliseconds(200))
        #expect((failure as? TransportError)?.description.hasSuffix("it does not answer") == true)
    }

    @Test func aProxyWithoutItsRelayIsOffline() async throws {
        for status in ["502 Bad Gateway", "503 Service Unavailable", "504 Gateway Timeout", "429 Too Many Requests"] {
            guard case SyncError.offline = try await failure(Self.answer(status, "<p>proxy</p>")) else {
                Issue.record("\(status)")
                continue
            }
        }
    }

    /// S13.
    @Test func aRelayThatNoLongerServesThisVersionIsSaidSo() async throws {
        let problem = #"{"type":"urn:tidemark:problem:client-too-old","title":"x","detail":"Format 0 is gone."}"#
        let failure = try await failure(
            Self.answer("426 Upgrade Required", type: "application/problem+json", problem))
        #expect("\(failure)".contains("Format 0 is gone. Update Tidemark."))
        #expect(SyncFailure(failure, at: 1)?.kind == .clientTooOld)
    }

    @Test func aPageInsteadOfARelayIsSaidSo() async throws {
        let pages = [
            Self.answer("200 OK", "<html>Log in</html>"), Self.answer("404 Not Found", "<html>nothing</html>"),
            "HTTP/1.1 302 Found\r\nLocation: http://login.example\r\nContent-Length: 0\r\n\r\n",
            Self.answer("200 OK", type: "application/json", "{\"challenge\": 7}"),
        ]
        for page in pages {
            guard case SyncError.protocolViolation(let why) = try await failure(page) else {
                Issue.record("\(page)")
                continue
            }
            #expect(why.contains("address"), "\(why)")
        }
    }

    @Test func aRelayThatFailsIsAskedAgainLater() async throws {
        guard case SyncError.refused(let why) = try await failure(Self.answer("500 Oops", "oops")) else {
            Issue.record("no refusal")
            return
        }
        #expect(why.contains("500") && why.contains("later"))
    }
}
