import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How many files and sockets this process may have open.
enum Descriptors {
    /// 1024 connections, and 128 spaces with up to nine descriptors each, and some room.
    private static let wanted: rlim_t = 4096

    /// Takes as many as the system gives without asking anybody. Fewer do no harm until that many are needed.
    static func raiseLimit() {
        #if canImport(Glibc)
            let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
            let resource = RLIMIT_NOFILE
        #endif
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0, limit.rlim_cur < wanted else { return }
        limit.rlim_cur = min(wanted, limit.rlim_max)
        // Refused, it stays as it was.
        _ = setrlimit(resource, &limit)
    }
}
