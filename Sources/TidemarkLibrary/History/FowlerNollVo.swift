/// The hash FNV-1a (IETF draft-eastlake-fnv): the same on all devices, and good enough to notice changes. No protection
/// against anybody who wants two texts to be equal.
package enum FowlerNollVo {
    package static func hash(_ text: String) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return hash
    }
}
