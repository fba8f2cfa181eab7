import ArgumentParser
import TidemarkInterchange
import TidemarkLibrary
import TidemarkReplica

extension PredictionsCommand {
    struct Calibrate: TidemarkCommand {
        static let configuration = CommandConfiguration(
            commandName: "calibration", abstract: "How each reviewer's predictions turned out.",
            discussion: """
                Unclear ones count for neither side. The Brier score is the mean squared distance between the stated \
                probability and what happened: 0 is perfect, 0.25 is what saying 50% of everything gives.
                """)

        @OptionGroup(title: "Global options") var options: GlobalOptions

        private struct Report: Encodable {
            struct Line: Encodable {
                let reviewer: String
                let count, open, due, right, wrong, unclear: Int
                let hitPercent: Int?
                let lower, upper: Double?
                let brierScore: Double?
                let brierCount: Int
            }

            let schema = "tidemark.calibration/0"
            let reviewers: [Line]
        }

        func perform(_ console: Console) async throws {
            let replica = try open()
            let today = replica.today
            let byReviewer = Dictionary(grouping: try replica.predictions().map(\.entry), by: \.reviewer)
            let rows = byReviewer.sorted { $0.key < $1.key }.map { name, entries in
                (name, Calibration(entries.map(\.prediction), on: today))
            }
            if console.isJSON {
                let lines = rows.map { name, row in
                    Report.Line(
                        reviewer: name, count: row.count, open: row.open, due: row.due, right: row.right,
                        wrong: row.wrong, unclear: row.unclear, hitPercent: row.hitPercent, lower: row.interval?.lower,
                        upper: row.interval?.upper, brierScore: row.brierScore, brierCount: row.brierCount)
                }
                return try console.print(json: Report(reviewers: lines))
            }
            if rows.isEmpty { return console.say("There are no predictions.") }
            var table = TextTable([
                .init("REVIEWER", minimum: 10), .init("JUDGED", minimum: 14, weight: 2), .init("UNCLEAR", minimum: 7),
                .init("OPEN", minimum: 4), .init("DUE", minimum: 3), .init("BRIER", minimum: 6),
            ])
            for (name, row) in rows {
                let brier = row.brierScore.map { "\(($0 * 1000).rounded() / 1000) (n = \(row.brierCount))" } ?? "–"
                table.add([name, row.label, "\(row.unclear)", "\(row.open)", "\(row.due)", brier])
            }
            try table.print(to: console)
        }
    }
}
