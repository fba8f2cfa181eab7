import TidemarkLibrary

/// What the elements mean.
extension NetscapeReader {
    /// Elements that shape text and say nothing about bookmarks; other unknown tags are text that was not escaped.
    private static let formatting: Set<String> = [
        "abbr", "article", "aside", "b", "big", "blockquote", "body", "center", "cite", "code", "del", "div", "em",
        "font",
        "footer", "form", "head", "header", "html", "i", "img", "input", "ins", "kbd", "li", "link", "main", "mark",
        "meta",
        "nav", "ol", "pre", "q", "s", "samp", "script", "section", "small", "span", "strike", "strong", "style", "sub",
        "sup", "table", "tbody", "td", "th", "thead", "title", "tr", "tt", "u", "ul", "var", "wbr",
    ]

    mutating func open(_ tag: MarkupTag) {
        switch tag.name {
        case "a": beginBookmark(tag)
        case "h2", "h3", "h4", "h5", "h6": beginFolder(tag)
        case "dl": beginList(line: tag.line)
        case "dd":
            endCapture()
            if bookmark != nil || folder != nil { beginCapture(.note) }
        case "dt", "hr":
            endCapture()
            flushBookmark()
        case "h1": endCapture()
        case "br": keep(CollectionOfOne(0x0A))
        case "p": keep([0x0A, 0x0A])
        case "meta":
            if let declared = tag.attribute("charset") { text.declare(declared.value) }
            if let content = tag.attribute("content"), content.value.contains(0x3D) { text.declare(content.value) }
        default: keepUnknown(tag)
        }
    }

    mutating func close(_ tag: MarkupTag) {
        switch tag.name {
        case "a", "h2", "h3", "h4", "h5", "h6":
            if case .title = capture { endCapture() }
        case "dd", "dt": endCapture()
        case "dl":
            endCapture()
            flush()
            if excessDepth > 0 {
                excessDepth -= 1
            } else if folders.count > 1 {
                folders.removeLast()
            }
        case "p", "br", "h1": break
        default: keepUnknown(tag)
        }
    }

    private mutating func keepUnknown(_ tag: MarkupTag) {
        guard !Self.formatting.contains(tag.name), let source = tag.source else { return }
        keep(source)
    }

    // MARK: Bookmarks

    private mutating func beginBookmark(_ tag: MarkupTag) {
        endCapture()
        flush()
        let href = tag.attribute("href")
        var record = BookmarkRecord(url: value(href), folder: folders.last ?? [], line: tag.line)
        record.addedAt = NetscapeDate.milliseconds(value(tag.attribute("add_date")))
        record.modifiedAt = NetscapeDate.milliseconds(value(tag.attribute("last_modified")))
        record.unread = isSet(tag.attribute("toread")) ?? false
        record.favourite = isSet(tag.attribute("data-important")) ?? false
        record.archived = isSet(tag.attribute("data-archived")) ?? false
        record.isPrivate = isSet(tag.attribute("private"))
        takeTags(tag.attribute("tags"), into: &record)
        bookmark = PendingBookmark(record: record, refusal: refusal(of: record.url, href))
        beginCapture(.title)
    }

    private func refusal(of url: String, _ href: MarkupTag.Attribute?) -> String? {
        do throws(AddressRefusal) {
            if let href, href.length > href.value.count { throw .tooLong(bytes: href.length) }
            _ = try AddressNormalizer.key(of: url)
            return nil
        } catch {
            return error.description
        }
    }

    /// Commas separate tags before references are resolved, so that a comma inside of a tag can be written as one.
    private mutating func takeTags(_ attribute: MarkupTag.Attribute?, into record: inout BookmarkRecord) {
        guard let attribute else { return }
        var seen: Set<String> = []
        for part in attribute.value.split(separator: 0x2C) {
            let tag = text.value(part)
            if tag == "linkding:bookmarks.archived" {
                record.archived = true
            } else if !tag.isEmpty, seen.insert(tag).inserted {
                record.tags.append(tag)
            }
        }
        if attribute.length > attribute.value.count {
            refuse(line: record.line, reason: "The tags are longer than is kept; the rest was cut.", text: record.url)
        }
    }

    private mutating func value(_ attribute: MarkupTag.Attribute?) -> String {
        attribute.map { text.value($0.value[...]) } ?? ""
    }

    private mutating func isSet(_ attribute: MarkupTag.Attribute?) -> Bool? {
        switch attribute.map({ value($0).lowercased() }) {
        case "1", "true", "yes": true
        case "0", "false", "no": false
        default: nil
        }
    }

    // MARK: Folders

    private mutating func beginFolder(_ tag: MarkupTag) {
        endCapture()
        flush()
        let added = NetscapeDate.milliseconds(value(tag.attribute("add_date")))
        folder = FolderRecord(path: folders.last ?? [], addedAt: added, line: tag.line)
        beginCapture(.title)
    }

    private mutating func beginList(line: Int) {
        endCapture()
        flushBookmark()
        let path = folder?.path ?? folders.last ?? []
        if folders.count > Self.maximumDepth {
            folder = nil
            excessDepth += 1
            guard !hasReportedDepth else { return }
            hasReportedDepth = true
            refuse(
                line: line,
                reason: "Folders are nested deeper than \(Self.maximumDepth) here: what they hold is laid into the "
                    + "folder at that depth.", text: path.last ?? "")
        } else {
            flushFolder()
            folders.append(path)
        }
    }

    // MARK: Texts

    private mutating func beginCapture(_ capture: Capture) {
        self.capture = capture
        captured.removeAll(keepingCapacity: captured.capacity <= Self.maximumTitle)
        isCut = false
    }

    /// Gives the text that was collected to the bookmark or folder that it belongs to.
    mutating func endCapture() {
        switch capture {
        case .nowhere: return
        case .title:
            let title = text.line(captured)
            bookmark?.record.title = title
            if bookmark == nil { folder?.path.append(title.isEmpty ? "Unnamed folder" : title) }
        case .note:
            let note = LinkdingNotes.merged(text.lines(captured))
            if bookmark != nil { bookmark?.record.note = note } else { folder?.note = note }
        }
        if isCut {
            let line = bookmark?.record.line ?? folder?.line ?? tokenizer.line
            refuse(
                line: line, reason: "A text of this element is longer than is kept; the rest was cut.",
                text: bookmark?.record.title ?? folder?.path.last ?? "")
        }
        capture = .nowhere
        if text.hasGuessedUnsupported, !hasReportedCharacterSet, case .unsupported(let name) = text.characterSet {
            hasReportedCharacterSet = true
            refuse(
                line: bookmark?.record.line ?? tokenizer.line,
                reason: "The file declares the character set \(name), which is not known: other than English letters "
                    + "may be wrong from here on. Save the file as UTF-8 and import it again.")
        }
    }

    // MARK: Records

    mutating func flush() {
        flushBookmark()
        flushFolder()
    }

    mutating func flushBookmark() {
        guard let pending = bookmark else { return }
        bookmark = nil
        let record = pending.record
        if let reason = pending.refusal {
            refuse(line: record.line, reason: reason, text: record.url.isEmpty ? record.title : record.url)
        } else {
            output.append(.bookmark(record))
        }
    }

    private mutating func flushFolder() {
        guard let record = folder else { return }
        folder = nil
        output.append(.folder(record))
    }
}
