import Testing

@testable import TidemarkLibrary

/// Samples of RFC 3492, section 7.1, in lower case where the RFC marks case.
@Suite struct PunycodeTests {
    private func encode(_ text: String) -> String? {
        Punycode.encode(Array(text.unicodeScalars)).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func samplesOfTheSpecification() {
        #expect(encode("ليهمابتكلموشعربي؟") == "egbpdaj6bu4bxfgehfvwxn")
        #expect(encode("他们为什么不说中文") == "ihqwcrb4cv8a8dqg056pqjye")
        #expect(encode("3年b組金八先生") == "3b-ww4c5e180e575a65lsy2b")
        #expect(encode("そのスピードで") == "d9juau41awczczp")
        #expect(encode("-> $1.00 <-") == "-> $1.00 <--")
    }

    @Test func overlongLabelsAreRefused() {
        #expect(encode(String(repeating: "é", count: 1025)) == nil)
        #expect(encode(String(repeating: "é", count: 1024)) != nil)
    }
}
