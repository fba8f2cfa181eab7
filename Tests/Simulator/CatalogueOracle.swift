import TestSupport
import TidemarkCore
import TidemarkLibrary
import TidemarkReplica

/// The catalogue shows what the reference model says of its ops: tools, releases, takes, and one vote for each person.
struct CatalogueOracle {
    private let model: ReferenceModel
    private var keys: [Kind: [RowID: NaturalKey]] = [:]

    static func check(_ world: World) throws -> [String] {
        let replica = world.devices[world.devices.count - 1].replica
        guard let catalogue = try replica.spaces().first(where: { $0.kind == .catalogue }) else {
            return ["no catalogue"]
        }
        let ops = try replica.operations(catalogue.sid)
        // All devices are one person's. Whoever writes another person's vote has written nothing.
        let forger = world.strangers[catalogue.sid]?.writer
        let own = ops.filter { $0.kind != Kind.vote.id || $0.dot.writer != forger }
        return try CatalogueOracle(own).compare(replica.releases())
    }

    private init(_ ops: [Op]) {
        model = ReferenceModel(ops)
        for op in model.ops {
            guard let kind = Kind(op.kind), case .create(let key) = op.change else { continue }
            keys[kind, default: [:]][op.row] = key
        }
    }

    private func compare(_ releases: [CatalogueRelease]) -> [String] {
        var wrong: [String] = []
        let expected = (keys[.release] ?? [:]).filter { row, key in
            isLiving(row, .release) && key.rows.first.map { isLiving($0, .tool) } == true
        }
        if Set(releases.map(\.row)) != Set(expected.keys) { wrong.append("which releases there are") }
        for release in releases {
            guard let tool = expected[release.row]?.rows.first else { continue }
            let name = release.reference
            if release.tool.name != text(tool, .name) { wrong.append("name of the tool of \(name)") }
            if release.release.name != text(release.row, .name) { wrong.append("name of \(name)") }
            if release.release.pricingText != text(release.row, .pricing) { wrong.append("price of \(name)") }
            let takes = hanging(.take, on: release.row).filter { isLiving($0.row, .take) }
            if release.release.takes.count != takes.count { wrong.append("takes of \(name)") }
            for (row, key) in takes {
                guard let take = release.release.takes.first(where: { $0.role.rawValue == key.text }) else { continue }
                if take.score.map({ Value.integer(Int64($0)) }) ?? .null != model.register(row, .score)?.winner ?? .null
                {
                    wrong.append("score of \(name)")
                }
                if take.stance?.rawValue ?? "" != text(row, .stance) { wrong.append("stance of \(name)") }
                if take.rationale != model.text(row, .rationale) ?? "" { wrong.append("rationale of \(name)") }
            }
            let votes = hanging(.vote, on: release.row).filter { model.exists($0.row) }.map { text($0.row, .stance) }
            let counts = [Stance.ship, .skip].map { stance in votes.count { $0 == stance.rawValue } }
            if [release.votes.ship, release.votes.skip] != counts { wrong.append("votes on \(name)") }
            if (release.ownVote?.rawValue ?? "") != votes.first ?? "" { wrong.append("own vote on \(name)") }
        }
        return wrong
    }

    private func hanging(_ kind: Kind, on release: RowID) -> [(row: RowID, key: NaturalKey)] {
        (keys[kind] ?? [:]).filter { $0.value.rows.first == release }.map { ($0.key, $0.value) }
            .sorted { $0.row < $1.row }
    }

    private func isLiving(_ row: RowID, _ kind: Kind) -> Bool {
        let content = model.content(row, isContent: TableSchema.of(kind).isContent)
        return model.exists(row) && !model.isTrashed(row, content: content)
    }

    private func text(_ row: RowID, _ field: FieldID) -> String { model.register(row, field)?.winner.text ?? "" }
}
