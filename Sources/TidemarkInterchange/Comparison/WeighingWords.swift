package import TidemarkLibrary

/// What weights come to, in sentences.
package enum WeighingWords {
    /// - Parameter names: one per column.
    package static func sentences(_ weighing: Weighing, names: [String]) -> [String] {
        guard let first = weighing.ranking.first else { return ["No role that you weigh has given a score."] }
        guard weighing.ranking.count > 1 else { return ["Only \(names[first]) has scores to weigh."] }
        guard let leader = weighing.leader, let margin = weighing.marginLabel else {
            let tied = weighing.ranking.filter { weighing.place(of: $0) == 1 }.map { names[$0] }
            return ["Equal in front: \(tied.joined(separator: ", "))."]
        }
        var sentences = ["\(names[leader]) leads \(names[weighing.ranking[1]]) by \(margin)."]
        if let flip = weighing.flip {
            sentences.append(
                "\(flip.role.displayName) \(flip.to) instead of \(flip.from) would put \(names[flip.leader]) in front.")
        } else {
            sentences.append("No change of a single weight would put another in front.")
        }
        return sentences
    }
}
