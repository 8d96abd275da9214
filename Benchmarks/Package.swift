// swift-tools-version: 6.2
// A package of its own, so that those who embed the library never resolve what measuring needs. It sees public API only.
import PackageDescription

let package = Package(
    name: "Benchmarks",
    platforms: [.macOS(.v14)],
    products: [
        .executable(name: "peer-worker", targets: ["PeerWorker"]),
        .executable(name: "file-set-index", targets: ["FileSetIndex"]),
        .executable(name: "frame-reader", targets: ["FrameReader"]),
    ],
    dependencies: [.package(name: "Hounsfield", path: "..", traits: [])],
    targets: [
        .executableTarget(
            name: "PeerWorker", dependencies: [.product(name: "Hounsfield", package: "Hounsfield")],
            swiftSettings: [.swiftLanguageMode(.v6)]),
        .executableTarget(
            name: "FileSetIndex", dependencies: [.product(name: "DICOMData", package: "Hounsfield")],
            swiftSettings: [.swiftLanguageMode(.v6)]),
        .executableTarget(
            name: "FrameReader", dependencies: [.product(name: "DICOMImaging", package: "Hounsfield")],
            swiftSettings: [.swiftLanguageMode(.v6)]),
    ]
)
