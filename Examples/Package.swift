// swift-tools-version: 6.2
// A package of its own, so that the examples see what any other package sees: the public API and nothing else.
import PackageDescription

let hounsfield: Target.Dependency = .product(name: "Hounsfield", package: "Hounsfield")

let package = Package(
    name: "Examples",
    platforms: [.macOS(.v14)],
    dependencies: [
        // The name holds in a checkout folder of any name. No traits: pictures and metadata need no other package.
        .package(name: "Hounsfield", path: "..", traits: [])
    ],
    targets: [
        .executableTarget(name: "FirstPicture", dependencies: [hounsfield]),
        .executableTarget(name: "Pixels", dependencies: [hounsfield]),
        .executableTarget(name: "DecodeIntoBuffer", dependencies: [hounsfield]),
        .executableTarget(name: "ContactSheet", dependencies: [hounsfield]),
        .executableTarget(name: "Annotate", dependencies: [hounsfield]),
        .executableTarget(name: "PresentationSheet", dependencies: [hounsfield]),
        .executableTarget(name: "PrintElements", dependencies: [hounsfield]),
        .executableTarget(name: "EditAndWrite", dependencies: [hounsfield]),
        .executableTarget(name: "SortSeries", dependencies: [hounsfield]),
        .executableTarget(name: "Reformat", dependencies: [hounsfield]),
        .executableTarget(name: "SlideThumbnail", dependencies: [hounsfield]),
        .executableTarget(name: "Transcode", dependencies: [hounsfield]),
    ],
    swiftLanguageModes: [.v6]
)
