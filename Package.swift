// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "tidemark",
    platforms: [.macOS(.v15), .iOS(.v18)],
    products: [
        .executable(name: "tidemark", targets: ["tidemark"]),
        .executable(name: "tidemark-relay", targets: ["tidemark-relay"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-protobuf", exact: "1.39.0"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: [
        // Layer 0
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "TidemarkCore"),
        // Layer 1
        .target(name: "TidemarkLibrary", dependencies: ["TidemarkCore"]),
        .target(
            name: "TidemarkWire",
            dependencies: [
                "TidemarkCore", "CZlib",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ]),
        // Layer 2
        .target(
            name: "TidemarkReplica",
            dependencies: [
                "TidemarkCore", "TidemarkLibrary", "TidemarkWire",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        .target(
            name: "TidemarkRelay",
            dependencies: [
                "TidemarkWire",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        // Layer 3
        .target(
            name: "TidemarkSync",
            dependencies: [
                "TidemarkCore", "TidemarkWire", "TidemarkReplica", .product(name: "Crypto", package: "swift-crypto"),
            ]),
        .target(
            name: "TidemarkInterchange",
            dependencies: [
                "TidemarkCore", "TidemarkLibrary", "TidemarkWire", "TidemarkReplica", "CZlib",
                .product(name: "GRDB", package: "GRDB.swift"), .product(name: "Yams", package: "Yams"),
            ]),
        // Layer 4
        .target(
            name: "TidemarkSyncHTTP",
            dependencies: [
                "TidemarkWire", "TidemarkSync",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        // Layer 5
        .executableTarget(
            name: "tidemark",
            dependencies: [
                "TidemarkCore", "TidemarkLibrary", "TidemarkWire", "TidemarkReplica", "TidemarkSync",
                "TidemarkSyncHTTP", "TidemarkInterchange",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .executableTarget(
            name: "tidemark-relay",
            dependencies: [
                "TidemarkWire", "TidemarkRelay",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        // Tests
        .executableTarget(
            name: "tidemark-bench",
            dependencies: [
                "CZlib", "TestSupport", "TidemarkCore", "TidemarkLibrary", "TidemarkReplica", "TidemarkWire",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            path: "Tests/Benchmarks"),
        .target(
            name: "TestSupport",
            dependencies: ["TidemarkCore", "TidemarkLibrary", "TidemarkWire", "TidemarkReplica", "TidemarkSync"],
            path: "Tests/TestSupport"),
        .testTarget(name: "TidemarkCoreTests", dependencies: ["TestSupport", "TidemarkCore"]),
        .testTarget(name: "TidemarkLibraryTests", dependencies: ["TidemarkLibrary"]),
        .testTarget(
            name: "TidemarkWireTests",
            dependencies: ["TestSupport", "TidemarkWire", .product(name: "Crypto", package: "swift-crypto")]),
        .testTarget(
            name: "TidemarkReplicaTests", dependencies: ["TestSupport", "TidemarkReplica"]),
        .testTarget(
            name: "TidemarkRelayTests",
            dependencies: [
                "TidemarkRelay", .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]),
        .testTarget(
            name: "TidemarkInterchangeTests",
            dependencies: [
                "TestSupport", "TidemarkLibrary", "TidemarkReplica", "TidemarkInterchange", "CZlib",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .testTarget(
            name: "TidemarkSyncHTTPTests",
            dependencies: [
                "TestSupport", "TidemarkRelay", "TidemarkSyncHTTP", .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        .target(
            name: "Simulator",
            dependencies: [
                "TestSupport", "TidemarkCore", "TidemarkLibrary", "TidemarkWire", "TidemarkReplica",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            path: "Tests/Simulator"),
        .executableTarget(
            name: "tidemark-simulate",
            dependencies: ["Simulator", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            path: "Tests/SimulatorProgram"),
        .testTarget(name: "SimulationTests", dependencies: ["Simulator"]),
        .testTarget(
            name: "TidemarkCommandTests",
            dependencies: [
                "TestSupport", "TidemarkReplica", "TidemarkSync", "TidemarkSyncHTTP", "tidemark", "tidemark-relay",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .testTarget(
            name: "CrashTests",
            dependencies: [
                "TestSupport", "tidemark", "tidemark-relay", .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        .target(
            name: "FuzzTargets",
            dependencies: ["TidemarkCore", "TidemarkLibrary", "TidemarkWire", "TidemarkInterchange"],
            path: "Tests/Fuzz/Targets"),
        .testTarget(name: "FuzzTests", dependencies: ["FuzzTargets", "TestSupport"]),
        .testTarget(name: "TidyTests"),
    ],
    swiftLanguageModes: [.v6]
)

// Has no `main` but libFuzzer's, which comes with its sanitizer: see Tests/fuzz.
if Context.environment["TIDEMARK_FUZZ"] != nil {
    package.products.append(.executable(name: "tidemark-fuzz", targets: ["tidemark-fuzz"]))
    package.targets.append(
        .executableTarget(name: "tidemark-fuzz", dependencies: ["FuzzTargets"], path: "Tests/Fuzz/Driver"))
}

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .treatAllWarnings(as: .error),
    ]
    if target.name == "tidemark-fuzz" { target.swiftSettings?.append(.unsafeFlags(["-parse-as-library"])) }
}
