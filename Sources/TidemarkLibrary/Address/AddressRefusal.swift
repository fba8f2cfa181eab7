/// Why an address cannot be an item of a library. Retrying never helps: the address itself has to change.
package enum AddressRefusal: Error, Sendable, Hashable {
    case empty
    /// More bytes than `AddressNormalizer.maximumBytes`.
    case tooLong(bytes: Int)
    /// The address has meaning only on the page or in the browser that it was saved from.
    case unsupportedScheme(String)
    /// The address lacks a scheme and so depends on where it was found.
    case relative
    case missingHost
    case invalidHost
    case invalidPort
    /// A space that was made by a newer Tidemark.
    case unknownVersion(Int)
}

extension AddressRefusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .empty:
            "The address is empty: give one such as https://example.com/."
        case .tooLong(let bytes):
            "The address has \(bytes) bytes, more than the \(AddressNormalizer.maximumBytes) that are kept: shorten it."
        case .unsupportedScheme(let scheme):
            "An address of the kind \"\(scheme):\" is a script, a query or content of the browser, not a page: "
                + "save the address of the page itself."
        case .relative:
            "The address is relative, so it names nothing on its own: put the site in front, "
                + "such as https://example.com/."
        case .missingHost:
            "The address names no host: write it as https://example.com/path."
        case .invalidHost:
            "The host of the address holds a character that no host may have: correct the part after \"//\"."
        case .invalidPort:
            "The port of the address is not a number from 0 to 65535: correct the part after the host's colon."
        case .unknownVersion(let version):
            "This library uses version \(version) of the address rules, which is not known here: update Tidemark."
        }
    }
}
