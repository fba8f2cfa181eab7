import Hummingbird
import TidemarkWire

extension RelayRoutes {
    struct Capabilities: Encodable {
        struct Limits: Encodable {
            let requestBytes: Int
            let batchBytes: Int
            let batchesPerRequest: Int
            let batchesPerAnswer: Int
            let membershipEntryBytes: Int
            let spacesPerRegistration: Int
            let spaceBytes: Int64
            let mailboxBytes: Int
            let mailboxSeconds: Int64
            let challengeSeconds: Int64
            let sessionSeconds: Int64
            let clockAheadSeconds: Int64
        }

        let name: String
        let version: String
        let formats: [UInt32]
        let registration: String
        let relayTime: Int64
        let publicURL: String?
        let limits: Limits
    }

    func addHealth(to routes: RouterGroup<RelayRequestContext>) {
        routes.get("healthz") { _, _ in Response.bytes(Array("ok\n".utf8), type: "text/plain") }
        routes.get("readyz") { request, context in
            try self.limit(request, context)
            try await self.service.probe(now: self.clock())
            return Response.bytes(Array("ready\n".utf8), type: "text/plain")
        }
        routes.get("metrics") { _, _ in
            let text = self.metrics.text(
                openSpaces: self.service.openSpaces, subscribers: self.service.subscribers)
            return Response.bytes(Array(text.utf8), type: "text/plain; version=0.0.4")
        }
        routes.get("v1/capabilities") { _, _ in Response.json(self.capabilities) }
    }

    var capabilities: Capabilities {
        Capabilities(
            name: RelayApplication.name, version: RelayApplication.version, formats: [SyncRequest.format],
            registration: service.settings.registration.rawValue, relayTime: clock(), publicURL: publicURL,
            limits: .init(
                requestBytes: Limits.requestBytes, batchBytes: Limits.sealedBatchBytes,
                batchesPerRequest: SyncRequest.batches, batchesPerAnswer: RelayLimits.batchesPerAnswer,
                membershipEntryBytes: Limits.membershipEntryBytes,
                spacesPerRegistration: RelayLimits.spacesPerRegistration, spaceBytes: service.settings.spaceBytes,
                mailboxBytes: RelayLimits.mailboxBytes, mailboxSeconds: RelayLimits.mailboxSeconds,
                challengeSeconds: RelayLimits.challengeSeconds, sessionSeconds: RelayLimits.sessionSeconds,
                clockAheadSeconds: Limits.clockAheadMilliseconds / 1000))
    }
}
