/// A value of a JSON text. What is absent reads as `null`, so that readers ask without unwrapping.
enum JSONValue {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
    /// A value that the reader did not ask for; its length in the text.
    case skipped(bytes: Int)

    subscript(name: String) -> JSONValue {
        if case .object(let object) = self { object[name] } else { .null }
    }

    /// The first member of these names that holds something.
    subscript(names: String...) -> JSONValue {
        for name in names {
            let value = self[name]
            if case .null = value { continue }
            return value
        }
        return .null
    }

    var object: JSONObject? { if case .object(let object) = self { object } else { nil } }

    var array: [JSONValue] { if case .array(let values) = self { values } else { [] } }

    var isArray: Bool { if case .array = self { true } else { false } }

    /// A text; a number in its shortest form, because ids come as either.
    var text: String? {
        switch self {
        case .string(let text): text
        case .integer(let number): String(number)
        case .number(let number): String(number)
        default: nil
        }
    }

    /// The text, empty where there is none.
    var string: String { text ?? "" }

    /// A whole number, also where it is written as a text.
    var integer: Int64? {
        switch self {
        case .integer(let number): number
        case .number(let number): Int64(exactly: number.rounded(.towardZero))
        case .string(let text): Int64(text)
        default: nil
        }
    }

    var number: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number): number
        case .string(let text): Double(text)
        default: nil
        }
    }

    /// Yes or no in the spellings that exports use.
    var flag: Bool? {
        switch self {
        case .bool(let flag): flag
        case .integer(let number): number != 0
        case .string(let text):
            switch text.lowercased() {
            case "yes", "true", "1": true
            case "no", "false", "0": false
            default: nil
            }
        default: nil
        }
    }

    var line: Int { object?.line ?? 0 }
}

/// An object of a JSON text. Objects of exports are small: members are looked for one by one.
struct JSONObject {
    /// The line on which it begins, from 1.
    let line: Int
    let members: [Member]

    struct Member {
        let name: String
        let value: JSONValue
    }

    subscript(name: String) -> JSONValue { members.first { $0.name == name }?.value ?? .null }
}
