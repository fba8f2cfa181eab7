import Dispatch
import Foundation

/// Ctrl-C and its like, for commands that run until then.
enum Interruption {
    /// Returns at the first SIGINT or SIGTERM, or when the task is cancelled.
    static func wait() async {
        let (signals, received) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let sources = [SIGINT, SIGTERM].map { number in
            // Otherwise the process ends before anybody is told.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { received.yield() }
            source.resume()
            return source
        }
        defer { for source in sources { source.cancel() } }
        for await _ in signals { return }
    }
}
