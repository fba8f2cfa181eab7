import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// This program once more, in a session of its own: it reads and writes nothing of ours, and outlives us.
enum BackgroundProcess {
    #if canImport(Darwin)
        private static let ownSession = Int16(POSIX_SPAWN_SETSID)
    #else
        /// POSIX_SPAWN_SETSID of glibc and musl, which they show to GNU programs only.
        private static let ownSession: Int16 = 0x80
    #endif

    /// Whether it was started. Costs one fork and exec.
    @discardableResult
    static func start(_ arguments: [String]) -> Bool {
        guard let program = executable else { return false }
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        guard posix_spawn_file_actions_init(&actions) == 0 else { return false }
        defer { posix_spawn_file_actions_destroy(&actions) }
        guard posix_spawnattr_init(&attributes) == 0 else { return false }
        defer { posix_spawnattr_destroy(&attributes) }
        for (descriptor, mode) in [(STDIN_FILENO, O_RDONLY), (STDOUT_FILENO, O_WRONLY), (STDERR_FILENO, O_WRONLY)] {
            guard posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", mode, 0) == 0 else {
                return false
            }
        }
        guard posix_spawnattr_setflags(&attributes, ownSession) == 0 else { return false }
        keepDescriptors()
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) }
        words.append(nil)
        defer { for word in words { free(word) } }
        var child = pid_t()
        return posix_spawn(&child, program, &actions, &attributes, words, environ) == 0
    }

    /// Descriptors that we were given, or have opened, end here: whoever reads the other end of a pipe of our caller's waits for
    /// everybody who holds it.
    private static func keepDescriptors() {
        // Without that directory the limit says how far they go; 1024 is the usual one.
        let names =
            (try? FileManager.default.contentsOfDirectory(atPath: "/dev/fd")) ?? (0..<1024).map { String($0) }
        for descriptor in names.compactMap({ Int32($0) }) where descriptor > STDERR_FILENO {
            // The directory's own one is closed by now, which changes nothing.
            let flags = fcntl(descriptor, F_GETFD)
            if flags >= 0 { _ = fcntl(descriptor, F_SETFD, flags | FD_CLOEXEC) }
        }
    }

    private static var executable: String? {
        #if os(Linux)
            // Also when the file was replaced meanwhile by a newer version.
            "/proc/self/exe"
        #else
            Bundle.main.executablePath
        #endif
    }
}
