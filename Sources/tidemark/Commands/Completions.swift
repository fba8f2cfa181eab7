import ArgumentParser

struct CompletionsCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "Print a script that lets the shell complete commands and options.",
        discussion: """
            bash: tidemark completions bash > ~/.local/share/bash-completion/completions/tidemark
            zsh:  tidemark completions zsh > _tidemark, in a directory of $fpath
            fish: tidemark completions fish > ~/.config/fish/completions/tidemark.fish
            """)

    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash
        case zsh
        case fish
    }

    @Argument(help: "bash, zsh or fish.")
    var shell: Shell

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func perform(_ console: Console) async throws {
        let shell: CompletionShell
        switch self.shell {
        case .bash: shell = .bash
        case .zsh: shell = .zsh
        case .fish: shell = .fish
        }
        let script = Tidemark.completionScript(for: shell)
        try console.write(Array((script.hasSuffix("\n") ? script : script + "\n").utf8))
    }
}
