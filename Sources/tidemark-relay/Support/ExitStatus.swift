import ArgumentParser
import Foundation
import TidemarkRelay

/// The exit codes that scripts rely on; those of wrong usage and help are ArgumentParser's.
enum ExitStatus: Int32 {
    case failed = 1
    case notFound = 3
    case damaged = 7
    case interrupted = 130

    static func leave(after error: any Error) -> Never {
        switch error {
        case let failure as CommandFailure: leave(failure.status, failure.message)
        case let error as DataDirectoryError: leave(error.isDamage ? .damaged : .failed, error.description)
        case let problem as RelayProblem:
            leave(problem.kind == .storageDamaged ? .damaged : .failed, problem.description)
        case is CancellationError: leave(.interrupted, "interrupted")
        case is ExitCode, is ValidationError, is CleanExit: TidemarkRelayCommand.exit(withError: error)
        default:
            // What ArgumentParser knows (wrong usage, help, version) it can name a code for.
            let code = TidemarkRelayCommand.exitCode(for: error)
            if code == .failure {
                let problem = RelayProblem(storage: error)
                leave(.failed, "\(problem) (\(problem.cause ?? "no cause given"))")
            }
            TidemarkRelayCommand.exit(withError: error)
        }
    }

    private static func leave(_ status: ExitStatus, _ message: String) -> Never {
        Talk.say("tidemark-relay: \(message)")
        exit(status.rawValue)
    }
}
