import Crypto
import TestSupport
import Testing
import TidemarkCore
import TidemarkWire

struct KeysTests {
    @Test func aPhraseHas24WordsAndComesBack() throws {
        for seed in 0..<200 as Range<UInt64> {
            let phrase = RecoveryPhrase(entropy: SeededBytes(seed: seed).next(32))
            #expect(phrase.words.count == 24 && phrase.words.allSatisfy { $0.count == 4 })
            let again = try RecoveryPhrase("  " + phrase.words.joined(separator: "\n ").uppercased())
            #expect(again == phrase)
            #expect(
                try again.identity(nonce: [1]).rawRepresentation == phrase.identity(nonce: [1]).rawRepresentation)
        }
    }

    @Test func aWrongWordIsNamedOrTheChecksumNotices() {
        let phrase = RecoveryPhrase(entropy: SeededBytes(seed: 1).next(32))
        var words = phrase.words
        words[4] = "xxxx"
        #expect(throws: WireError.malformed("word 5 of the recovery phrase, \"xxxx\"")) {
            try RecoveryPhrase(words.joined(separator: " "))
        }
        words = phrase.words
        words.swapAt(0, words.firstIndex { $0 != words[0] } ?? 1)
        #expect(throws: WireError.self) { try RecoveryPhrase(words.joined(separator: " ")) }
        #expect(throws: WireError.self) { try RecoveryPhrase(words.dropLast().joined(separator: " ")) }
    }

    @Test func aLinkCarriesItsSecretInTheFragmentOnly() throws {
        let link = PairingLink(relay: "https://relay.example/tidemark", secret: SeededBytes(seed: 1).next(32))
        let again = try PairingLink("\n \(link) ")
        #expect(again == link && again.code == link.code && again.mailbox == link.mailbox)
        #expect(link.description.split(separator: "#")[0] == "https://relay.example/tidemark/join")
        #expect(try again.open(link.seal([1, 2, 3])) == [1, 2, 3])
    }

    @Test func aLinkThatIsCutOffIsSaidSo() {
        let link = PairingLink(relay: "https://relay.example", secret: SeededBytes(seed: 1).next(32)).description
        for length in 0..<(link.count - 1) {
            #expect(throws: WireError.self) { try PairingLink(String(link.prefix(length))) }
        }
    }

    @Test func anotherLinkDoesNotOpenTheBundle() throws {
        let a = PairingLink(relay: "r", secret: SeededBytes(seed: 1).next(32))
        let b = PairingLink(relay: "r", secret: SeededBytes(seed: 2).next(32))
        let sealed = try a.seal([1, 2, 3])
        #expect(throws: WireError.self) { try b.open(sealed) }
        let space = SpaceID(high: 1, low: 1)
        #expect(try a.ticketKey(space: space).rawRepresentation != b.ticketKey(space: space).rawRepresentation)
    }
}
