package import TidemarkCore

/// The replicated tables. Raw values go over the wire and are never used twice.
package enum Kind: UInt32, CaseIterable, Sendable {
    // Shelf
    case item = 1
    case placement = 2
    case folder = 3
    case highlight = 4
    case ownVerdict = 8
    case weightProfile = 9
    case readMark = 10
    // Both
    case acknowledgement = 12
    // Catalogue
    case catalogue = 16
    case tool = 17
    case release = 18
    case tier = 19
    case reviewer = 20
    case take = 21
    case vote = 22
    case revision = 23
    case prediction = 24

    package var id: KindID { KindID(rawValue: rawValue) }

    package init?(_ id: KindID) { self.init(rawValue: id.rawValue) }
}
