/// A failure that a command states itself.
struct CommandFailure: Error {
    let status: ExitStatus
    let message: String
}
