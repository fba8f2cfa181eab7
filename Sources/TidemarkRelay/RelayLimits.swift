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
    /// A connection without traffic is closed after this; above `bodySeconds`, so that a body that trickles in is told so.
    package static let idleSeconds: Int64 = 90
    /// Within the descriptors that `serve` asks for, beside those of the space files.
    package static let connections = 1024
    /// Pushes that wait for a space's disk, and their bytes: a few seconds of a slow one.
    package static let waitingPushes = 512
    package static let waitingPushBytes = 32 << 20
    /// Streams of hints in all: the rest of the connections is for requests.
    package static let subscribers = 768
    /// Of one device in one space: an app, a command, and what a broken connection has left behind.
    package static let subscribersPerDevice = 4
    /// Below the 30 s and more after which proxies and routers forget a quiet connection.
    package static let heartbeatSeconds: Int64 = 20
    /// A stream ends after this and is opened anew, which asks again whether the device is still a member.
    package static let streamSeconds: Int64 = 900
    /// The longest that a poll waits.
    package static let pollSeconds: Int64 = 30
    /// Time that another process (a backup, an `invite` command) may hold a file's write lock.
    package static let busySeconds = 5
    /// Callers that the rate limiter remembers.
    package static let rememberedCallers = 4096
}
