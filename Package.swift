// swift-tools-version: 6.2
// The manifest is the architecture: bytes -> data sets -> objects -> images, each arrow written once, pointing down.
import PackageDescription

/// The same strictness for every Swift target. A public import shows what leaks into our API; `unsafe` marks every line that could.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// Only the command needs it, so that whoever leaves the trait off fetches nothing.
let argumentParser = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser", condition: .when(traits: ["CommandLine"]))

let package = Package(
    name: "Hounsfield",
    platforms: [.macOS(.v14), .iOS(.v17)],
    products: [
        .library(name: "Hounsfield", targets: ["Hounsfield"]),
        .library(name: "DICOMImaging", targets: ["DICOMImaging"]),
        .library(name: "DICOMObjects", targets: ["DICOMObjects"]),
        .library(name: "DICOMData", targets: ["DICOMData"]),
        .library(name: "DICOMCodecs", targets: ["DICOMCodecs"]),
        .executable(name: "hounsfield", targets: ["HounsfieldCommand"]),
    ],
    traits: [
        .trait(name: "CommandLine", description: "The `hounsfield` command, with swift-argument-parser"),
        .trait(name: "JPEGXL", description: "JPEG XL through libjxl (Debian: libjxl-dev)"),
        .default(enabledTraits: ["CommandLine"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
    ],
    targets: [
        // C
        .systemLibrary(name: "CDICOMZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .systemLibrary(name: "CDICOMOpenJPEG", pkgConfig: "libopenjp2", providers: [.apt(["libopenjp2-7-dev"]), .brew(["openjpeg"])]),
        .systemLibrary(name: "CDICOMJPEGXL", pkgConfig: "libjxl", providers: [.apt(["libjxl-dev"]), .brew(["jpeg-xl"])]),
        .target(
            name: "CDICOMCodecs",
            dependencies: ["CDICOMOpenJPEG", .target(name: "CDICOMJPEGXL", condition: .when(traits: ["JPEGXL"]))],
            cSettings: [
                .define("NDEBUG", .when(configuration: .release)), .define("CDICOM_HAS_JPEGXL", .when(traits: ["JPEGXL"])),
            ]),

        // Package only
        .target(name: "DICOMBytes", dependencies: ["CDICOMZlib"], swiftSettings: strict),

        // Public
        .target(name: "DICOMCodecs", dependencies: ["CDICOMCodecs"], swiftSettings: strict),
        .target(name: "DICOMData", dependencies: ["DICOMBytes"], swiftSettings: strict),
        .target(name: "DICOMObjects", dependencies: ["DICOMData"], swiftSettings: strict),
        .target(name: "DICOMImaging", dependencies: ["DICOMObjects", "DICOMData", "DICOMCodecs", "DICOMBytes"], swiftSettings: strict),
        .target(name: "Hounsfield", dependencies: ["DICOMImaging", "DICOMObjects", "DICOMData", "DICOMCodecs"], swiftSettings: strict),
        .executableTarget(name: "HounsfieldCommand", dependencies: ["Hounsfield", "DICOMBytes", argumentParser], swiftSettings: strict),

        // Tests
        .target(name: "DICOMTestSupport", path: "Tests/DICOMTestSupport", exclude: ["Data"], swiftSettings: strict),
        .testTarget(name: "DICOMBytesTests", dependencies: ["DICOMBytes", "DICOMTestSupport"], swiftSettings: strict),
        .testTarget(
            name: "DICOMCodecsTests", dependencies: ["DICOMCodecs", "DICOMTestSupport"], exclude: ["Data"], swiftSettings: strict),
        .testTarget(name: "DICOMDataTests", dependencies: ["DICOMData", "DICOMBytes", "DICOMTestSupport"], swiftSettings: strict),
        .testTarget(name: "DICOMObjectsTests", dependencies: ["DICOMObjects", "DICOMData", "DICOMTestSupport"], swiftSettings: strict),
        .testTarget(
            name: "DICOMImagingTests",
            dependencies: ["DICOMImaging", "DICOMObjects", "DICOMData", "DICOMCodecs", "DICOMBytes", "DICOMTestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "HounsfieldCommandTests", dependencies: ["HounsfieldCommand", "Hounsfield", "DICOMTestSupport", argumentParser],
            swiftSettings: strict),
        .testTarget(name: "HounsfieldTests", dependencies: ["Hounsfield", "DICOMTestSupport"], swiftSettings: strict),
    ],
    cLanguageStandard: .c11
)
