import TidemarkRelay

enum RelayVersion {
    static var text: String { RelayApplication.version }
}
