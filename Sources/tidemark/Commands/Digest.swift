import ArgumentParser
import Foundation
import TidemarkCore
import TidemarkInterchange
import TidemarkLibrary
import TidemarkReplica

struct DigestCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "digest",
        abstract: "Tell what is new: releases, verdicts, takes, prices, votes, and what of it is among your bookmarks.",
        discussion: """
            Computed on this device from what it holds, for any period. Feeds keep the ids of their entries; the mail \
            (.eml) opens as a draft without addresses.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case html
        case atom
        case jsonfeed
        case eml
    }

    @Option(help: ArgumentHelp("How far back: 24h, 7d, 4w, or since a day.", valueName: "period"))
    var since = Period.week

    @Option(help: ArgumentHelp("Up to the end of that day. Default: now.", valueName: "date"))
    var until: Day?

    @Option(help: "text, html, atom, jsonfeed or eml (a mail).")
    var format: Format?

    @Option(name: .shortAndLong, help: ArgumentHelp("Into this file instead of stdout.", valueName: "file"))
    var output: String?

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func perform(_ console: Console) async throws {
        let replica = try open()
        let end = until?.last ?? replica.environment.now()
        let start = since.start(now: end)
        guard start < end else { throw CommandFailure(.usage, "The period ends before it begins.") }
        let digest = Digest(
            catalogue: try replica.catalogueSettings().title, history: try replica.catalogueHistory(),
            bookmarks: try replica.digestBookmarks(), after: start, through: end)
        let catalogue = try replica.spaces().first { $0.kind == .catalogue }?.sid.description ?? ""
        let feed = DigestFeed(digest, identity: catalogue)
        let isForTerminal = output == nil && Terminal.isTerminal(1)
        let text: String
        switch format ?? (console.isJSON ? .jsonfeed : .text) {
        case .text:
            let width = isForTerminal ? min(Terminal.width, 100) : 72
            text = DigestText(width: width, usesBold: console.usesColour && output == nil).render(digest)
        case .html: text = DigestHTML.render(digest)
        case .atom: text = AtomFeed.render(feed)
        case .jsonfeed: text = String(decoding: try JSONFeed(feed).encoded(), as: UTF8.self)
        case .eml: text = DigestMail.render(feed)
        }
        try OutputFile.write(text, to: output, console)
        if digest.isEmpty { console.say("Nothing happened in this period: ask for more with --since 30d.") }
    }
}
