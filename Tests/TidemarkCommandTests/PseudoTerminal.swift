#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A terminal that a test holds the other end of.
struct PseudoTerminal {
    struct Unavailable: Error {}

    /// Where the test reads.
    let master: Int32
    /// What a process is given; to be closed here once it has it.
    let slave: Int32

    init() throws {
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard master >= 0 else { throw Unavailable() }
        #if canImport(Darwin)
            guard grantpt(master) == 0, unlockpt(master) == 0, let path = ptsname(master) else { throw Unavailable() }
            let name = String(cString: path)
        #else
            // TIOCSPTLCK and TIOCGPTN of ioctl_tty(2): the functions for it are hidden from Swift.
            var (isLocked, number): (Int32, UInt32) = (0, 0)
            guard ioctl(master, 0x4004_5431, &isLocked) == 0, ioctl(master, 0x8004_5430, &number) == 0 else {
                throw Unavailable()
            }
            let name = "/dev/pts/\(number)"
        #endif
        slave = open(name, O_RDWR | O_NOCTTY)
        guard slave >= 0 else { throw Unavailable() }
    }

    /// All that was written, once nobody has the other end open any more.
    func readToEnd() -> String {
        close(slave)
        defer { close(master) }
        var said: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(master, &buffer, buffer.count)
            // Linux ends a terminal with an error.
            guard count > 0 else { return String(decoding: said, as: UTF8.self) }
            said += buffer[..<count]
        }
    }
}
