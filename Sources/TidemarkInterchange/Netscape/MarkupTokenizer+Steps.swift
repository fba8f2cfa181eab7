/// What each byte means in each state; names of states as in the HTML Standard.
extension MarkupTokenizer {
    mutating func step(_ byte: UInt8) -> Event? {
        switch state {
        case .tagOpen: return stepTagOpen(byte)
        case .endTagOpen: stepEndTagOpen(byte)
        case .tagName:
            if byte == 0x3E { return finishTag() }
            if byte.isMarkupSpace || byte == 0x2F {
                state = .beforeAttribute
            } else if name.count < Self.maximumName {
                name.append(byte.markupLowercased)
            }
        case .beforeAttribute:
            if byte == 0x3E { return finishTag() }
            if !byte.isMarkupSpace, byte != 0x2F { beginAttribute(byte) }
        case .attributeName, .afterAttributeName, .beforeValue, .unquotedValue: return stepAttribute(byte)
        case .declaration, .comment, .bogus: stepDeclaration(byte)
        case .raw(let isOpen): stepRaw(byte, isOpen)
        case .text, .quotedValue: break
        }
        return nil
    }

    private mutating func stepTagOpen(_ byte: UInt8) -> Event? {
        switch byte {
        case 0x2F: state = .endTagOpen
        case 0x21:
            dashes = 0
            state = .declaration
        case 0x3F: state = .bogus
        case _ where byte.isMarkupLetter:
            name = [byte | 0x20]
            state = .tagName
        case 0x3C:
            beginTag()
            return .literal([0x3C])
        default:
            state = .text
            return .literal([0x3C, byte])
        }
        return nil
    }

    private mutating func stepEndTagOpen(_ byte: UInt8) {
        if byte.isMarkupLetter {
            isClosing = true
            name = [byte | 0x20]
            state = .tagName
        } else if rawName != nil {
            state = .raw(byte == 0x3C)
        } else {
            state = byte == 0x3E ? .text : .bogus
        }
    }

    private mutating func stepAttribute(_ byte: UInt8) -> Event? {
        if byte == 0x3E {
            finishAttribute()
            return finishTag()
        }
        switch state {
        case .attributeName:
            if byte == 0x3D {
                state = .beforeValue
            } else if byte.isMarkupSpace {
                state = .afterAttributeName
            } else if byte == 0x2F {
                state = .beforeAttribute
            } else if attributeName.count < Self.maximumName {
                attributeName.append(byte.markupLowercased)
            }
        case .afterAttributeName:
            if byte == 0x3D {
                state = .beforeValue
            } else if byte == 0x2F {
                state = .beforeAttribute
            } else if !byte.isMarkupSpace {
                beginAttribute(byte)
            }
        case .beforeValue:
            guard !byte.isMarkupSpace else { break }
            beginValue()
            if byte == 0x22 || byte == 0x27 {
                state = .quotedValue(byte)
            } else {
                keep(CollectionOfOne(byte))
                state = .unquotedValue
            }
        default:
            if byte.isMarkupSpace {
                finishAttribute()
                state = .beforeAttribute
            } else {
                keep(CollectionOfOne(byte))
            }
        }
        return nil
    }

    private mutating func stepDeclaration(_ byte: UInt8) {
        switch state {
        case .declaration:
            if byte == 0x2D {
                dashes += 1
                // "<!-->" is a whole comment: its dashes count for the end too.
                if dashes == 2 { state = .comment }
            } else {
                state = byte == 0x3E ? .text : .bogus
            }
        case .comment:
            if byte == 0x2D {
                dashes += 1
            } else {
                if byte == 0x3E, dashes >= 2 { state = .text }
                dashes = 0
            }
        default:
            if byte == 0x3E { state = .text }
        }
    }

    private mutating func stepRaw(_ byte: UInt8, _ isOpen: Bool) {
        if isOpen, byte == 0x2F {
            state = .endTagOpen
        } else {
            state = .raw(byte == 0x3C)
        }
    }

    // MARK: Parts of a tag

    mutating func beginTag() {
        tagLine = line
        isClosing = false
        attributes.removeAll(keepingCapacity: true)
        source.removeAll(keepingCapacity: true)
        source.append(0x3C)
        state = .tagOpen
    }

    private mutating func beginAttribute(_ byte: UInt8) {
        attributeName.removeAll(keepingCapacity: true)
        attributeName.append(byte.markupLowercased)
        isWanted = false
        state = .attributeName
    }

    private mutating func beginValue() {
        let name = String(decoding: attributeName, as: UTF8.self)
        isWanted = wanted.contains(name) && !attributes.contains { $0.name == name }
        value.removeAll()
        valueLength = 0
    }

    mutating func keep(_ bytes: some Collection<UInt8>) {
        guard isWanted else { return }
        valueLength += bytes.count
        value.append(contentsOf: bytes.prefix(Self.maximumValue - value.count))
    }

    mutating func finishAttribute() {
        guard isWanted else { return }
        attributes.append(
            MarkupTag.Attribute(name: String(decoding: attributeName, as: UTF8.self), value: value, length: valueLength)
        )
        isWanted = false
    }

    private mutating func finishTag() -> Event? {
        let name = String(decoding: name, as: UTF8.self)
        if rawName != nil {
            guard isClosing, name == rawName else {
                state = .raw(false)
                return nil
            }
            rawName = nil
        } else if !isClosing, name == "script" || name == "style" {
            rawName = name
        }
        state = rawName == nil ? .text : .raw(false)
        let isWhole = source.last == 0x3E
        return .tag(
            MarkupTag(
                name: name, isClosing: isClosing, attributes: attributes, source: isWhole ? source : nil, line: tagLine)
        )
    }
}
