// swift-tools-version: 6.2
// The fuzz targets in Swift: a package of their own, since all that they are built from must be instrumented. Scripts/fuzz builds and runs it.
import PackageDescription

let package = Package(
    name: "Fuzz",
    platforms: [.macOS(.v14)],
    dependencies: [.package(name: "Hounsfield", path: "../..", traits: [])],
    targets: [
        .systemLibrary(name: "CLibFuzzer"),
        .executableTarget(
            name: "FuzzFile", dependencies: ["CLibFuzzer", .product(name: "Hounsfield", package: "Hounsfield")],
            swiftSettings: [.swiftLanguageMode(.v6)]),
        .executableTarget(
            name: "FuzzCharacterSets", dependencies: ["CLibFuzzer", .product(name: "Hounsfield", package: "Hounsfield")],
            swiftSettings: [.swiftLanguageMode(.v6)]),
        .executableTarget(
            name: "FuzzPush", dependencies: ["CLibFuzzer", .product(name: "Hounsfield", package: "Hounsfield")],
            swiftSettings: [.swiftLanguageMode(.v6)]),
        .executableTarget(
            name: "FuzzJSON", dependencies: ["CLibFuzzer", .product(name: "Hounsfield", package: "Hounsfield")],
            swiftSettings: [.swiftLanguageMode(.v6)]),
        .executableTarget(
            name: "FuzzXML", dependencies: ["CLibFuzzer", .product(name: "Hounsfield", package: "Hounsfield")],
            swiftSettings: [.swiftLanguageMode(.v6)]),
    ]
)
