import TidemarkWire

extension RecoveryPhrase {
    private static let wordsOfALine = 6

    /// Prints the phrase on stdout, for the only time, with what to do about it around.
    func show(on console: Console) throws {
        console.say("")
        console.say("These \(RecoveryPhrase.wordCount) words are the key to it, and they are shown only now.")
        console.say("Write them down and keep them where no other person reads them:")
        console.say("")
        for start in stride(from: 0, to: words.count, by: Self.wordsOfALine) {
            try console.print(words[start..<min(start + Self.wordsOfALine, words.count)].joined(separator: " "))
        }
        try console.flush()
        console.say("")
    }
}
