import TidemarkLibrary
import Yams

/// Dates, predictions and earlier revisions of a tool file.
extension CatalogueFileReader {
    /// A day or a point in time, in milliseconds since 1970.
    func moment(_ map: inout YAMLMap, _ key: String) -> Int64? {
        let line = map.node(key)?.line
        guard let text = map.string(key) else { return nil }
        guard let moment = Moment.parse(text) else {
            map.add(
                .error, line,
                "\"\(key)\" is to be a day such as 2025-05-31 or a time such as 2025-05-31T08:00:00Z, not \"\(text)\"; it is "
                    + "left out.")
            return nil
        }
        return moment
    }

    private func day(_ map: inout YAMLMap, _ key: String) -> Day? {
        let line = map.node(key)?.line
        guard let text = map.string(key) else { return nil }
        guard let day = Day(text) else {
            map.add(.error, line, "\"\(key)\" is to be a day such as 2025-05-31, not \"\(text)\"; it is left out.")
            return nil
        }
        return day
    }

    mutating func predictions(_ map: inout YAMLMap) -> [PredictionRecord] {
        var predictions: [PredictionRecord] = []
        for node in map.list("predictions") {
            guard let prediction = prediction(node) else { continue }
            guard !predictions.contains(where: { $0.slug == prediction.slug }) else {
                map.add(
                    .error, node.mark?.line,
                    "The take has another prediction \"\(prediction.slug)\": give each its own \"slug\". This one is left out."
                )
                continue
            }
            predictions.append(prediction)
        }
        return predictions.sorted { ($0.due, $0.slug) < ($1.due, $1.slug) }
    }

    private mutating func prediction(_ node: Node) -> PredictionRecord? {
        guard var map = mapping(node, "A prediction") else { return nil }
        defer { problems += map.problems }
        let text = map.string("text")
        let due = day(&map, "due")
        let slug = map.string("slug").map(Slug.make)
        let madeOn = day(&map, "made")
        let probability = map.integer("probability", in: PredictionRecord.probabilities)
        let line = map.node("outcome")?.line
        let word = map.string("outcome")
        let outcome = word.flatMap(PredictionRecord.Outcome.init(rawValue:))
        if let word, outcome == nil {
            map.add(.error, line, "\"outcome\" is to be right, wrong or unclear, not \"\(word)\"; it is left out.")
        }
        let resolvedOn = day(&map, "resolved")
        map.finish(what: "a prediction")
        guard let text, let due else {
            map.add(.error, map.line, "A prediction needs a \"text\" and a day on which it is \"due\"; it is left out.")
            return nil
        }
        return PredictionRecord(
            slug: slug.flatMap { $0.isEmpty ? nil : $0 }, text: text, due: due, madeOn: madeOn,
            probability: probability,
            outcome: outcome, resolvedOn: resolvedOn)
    }

    mutating func earlier(_ map: inout YAMLMap) -> [PublishedRevision] {
        let revisions = map.list("earlier").compactMap { revision($0) }
        // Stable: what was published at once stays in the order of the file.
        return revisions.enumerated().sorted { a, b in
            (a.element.publishedAt, a.offset) < (b.element.publishedAt, b.offset)
        }.map(\.element)
    }

    private mutating func revision(_ node: Node) -> PublishedRevision? {
        guard var map = mapping(node, "An earlier revision") else { return nil }
        defer { problems += map.problems }
        let publishedAt = moment(&map, "on")
        var contents: [RevisionContent] = []
        if let node = map.node("take")?.node, let take = take(node) { contents.append(.take(take)) }
        if let node = map.node("withdrawn")?.node, let take = take(node) { contents.append(.withdrawn(take)) }
        // An empty price is one too: there was none.
        if map.node("pricing") != nil { contents.append(.pricing(map.string("pricing") ?? "")) }
        map.finish(what: "an earlier revision")
        guard let publishedAt, contents.count == 1 else {
            map.add(
                .error, map.line,
                "An earlier revision needs the time \"on\" which it was published, and one of \"pricing\", \"take\" and "
                    + "\"withdrawn\"; it is left out.")
            return nil
        }
        return PublishedRevision(publishedAt: publishedAt, content: contents[0])
    }

    private mutating func mapping(_ node: Node, _ what: String) -> YAMLMap? {
        if let map = YAMLMap(node, file: file) { return map }
        problems.append(
            CatalogueProblem(
                .error, file: file, line: node.mark?.line, "\(what) is to hold keys and values; it is left out."))
        return nil
    }
}
