import Synchronization
import TidemarkWire

/// Counts since the start, in the Prometheus text format. Totals only: nothing of a space or a person.
final class RelayMetrics: Sendable {
    private struct Counts {
        /// By status class: 2 for 2xx.
        var requests: [Int: UInt64] = [:]
        var pushes: [String: UInt64] = [:]
        var bytesIn: UInt64 = 0
        var bytesOut: UInt64 = 0
    }

    private let counts = Mutex(Counts())

    func request(status: Int) { counts.withLock { $0.requests[status / 100, default: 0] += 1 } }

    func sync(bytesIn: Int, bytesOut: Int, results: [PushResult]) {
        counts.withLock { counts in
            counts.bytesIn += UInt64(bytesIn)
            counts.bytesOut += UInt64(bytesOut)
            for result in results { counts.pushes[Self.name(result), default: 0] += 1 }
        }
    }

    func text(openSpaces: Int, subscribers: Int) -> String {
        let counts = counts.withLock { $0 }
        var lines = ["# TYPE tidemark_relay_requests_total counter"]
        for (status, count) in counts.requests.sorted(by: { $0.key < $1.key }) {
            lines.append("tidemark_relay_requests_total{status=\"\(status)xx\"} \(count)")
        }
        lines.append("# TYPE tidemark_relay_pushes_total counter")
        for (outcome, count) in counts.pushes.sorted(by: { $0.key < $1.key }) {
            lines.append("tidemark_relay_pushes_total{outcome=\"\(outcome)\"} \(count)")
        }
        lines.append("# TYPE tidemark_relay_sync_bytes_total counter")
        lines.append("tidemark_relay_sync_bytes_total{direction=\"in\"} \(counts.bytesIn)")
        lines.append("tidemark_relay_sync_bytes_total{direction=\"out\"} \(counts.bytesOut)")
        lines.append("# TYPE tidemark_relay_open_spaces gauge")
        lines.append("tidemark_relay_open_spaces \(openSpaces)")
        lines.append("# TYPE tidemark_relay_subscribers gauge")
        lines.append("tidemark_relay_subscribers \(subscribers)")
        return lines.joined(separator: "\n") + "\n"
    }

    private static func name(_ result: PushResult) -> String {
        switch result {
        case .stored: "stored"
        case .already: "already"
        case .conflict: "conflict"
        case .gap: "gap"
        case .ahead: "ahead"
        case .clockBehind: "clock_behind"
        case .invalid: "invalid"
        case .quota: "quota"
        case .unknown: "unknown"
        }
    }
}
