/// The relay's own bounds, beside those of the format. `/v1/capabilities` states them.
package enum RelayLimits {
    /// Spaces in one registration: what a person has (a shelf, some catalogues), not what a robot makes.
    package static let spacesPerRegistration = 16
    /// Batches sent in one answer: with small batches about 100 KB, so a first sync shows progress.
    package static let batchesPerAnswer = 256
    /// Log entries in one answer, those answered by hash (36 bytes each) included.
    package static let entriesPerAnswer = 4096
    /// Bytes of batches in one answer: a page that a phone takes in a few seconds.
    package static let answerBytes = 4 << 20
    /// Membership entries and their bytes in one answer: a log of any usual size at once.
    package static let membersPerAnswer = 1024
    package static let membersAnswerBytes = 1 << 20
    /// A mailbox holds one sealed pairing message: keys of a few dozen spaces.
    package static let mailboxBytes = 64 << 10
    /// Longer than a pairing takes (two minutes), short enough that forgotten ones vanish.
    package static let mailboxSeconds: Int64 = 600
    /// 64 MiB of mailboxes in all.
    package static let mailboxes = 1024
    /// No space can use up the mailboxes of the others.
    package static let mailboxesPerSpace = 32
    /// A slow phone on a bad line signs a challenge in seconds.
    package static let challengeSeconds: Int64 = 60
    /// A stolen token is of little use tomorrow, and a client signs in once an hour.
    package static let sessionSeconds: Int64 = 3600
    /// A registration: nobody has signed in yet, so far less than a sync; room for logs of a few hundred devices.
    package static let registrationBytes = 1 << 20
    /// A JSON body that holds no space logs: three short strings.
    package static let smallBodyBytes = 16 << 10
    /// Until a body has arrived: a full request over 1.2 Mbit/s.
    package static let bodySeconds: Int64 = 60
    /// A connection without traffic is closed after this; above `bodySeconds`, so that a slow body is told so.
    package static let idleSeconds: Int64 = 90
    /// Within the 1024 descriptors that a process usually has, space files included.
    package static let connections = 512
    /// Time that another process (a backup, an `invite` command) may hold a file's write lock.
    package static let busySeconds = 5
    /// Callers that the rate limiter remembers.
    package static let rememberedCallers = 4096
}
