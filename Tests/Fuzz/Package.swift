// swift-tools-version: 6.2
// The fuzz targets in Swift: a package of their own, since all that they are built from must be instrumented. Scripts/fuzz builds and runs it.
import PackageDescription

let names = [
    "FuzzFile", "FuzzPush", "FuzzCharacterSets", "FuzzJSON", "FuzzXML", "FuzzDirectory", "FuzzVideo", "FuzzCSA", "FuzzBlob",
    "FuzzColorProfile", "FuzzPresentation",
]

let package = Package(
    name: "Fuzz",
    platforms: [.macOS(.v14)],
    dependencies: [.package(name: "Hounsfield", path: "../..", traits: [])],
    targets: [.systemLibrary(name: "CLibFuzzer")]
        + names.map {
            .executableTarget(
                name: $0, dependencies: ["CLibFuzzer", .product(name: "Hounsfield", package: "Hounsfield")],
                swiftSettings: [.swiftLanguageMode(.v6)])
        }
)
