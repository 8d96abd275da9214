internal import DICOMData

/// A window by the name of what it shows. No standard defines these; they are customary.
public struct WindowPreset: Sendable, Hashable {
    /// In lower case, as `lung`.
    public let name: String
    public let window: VOIWindow

    private init(_ name: String, center: Int, width: Int) {
        self.name = name
        window = VOIWindow(center: .init(center), width: .init(width))
    }

    /// Windows in Hounsfield units, by anatomy.
    public static let ct: [WindowPreset] = [
        WindowPreset("brain", center: 40, width: 80),
        WindowPreset("subdural", center: 75, width: 215),
        WindowPreset("stroke", center: 40, width: 40),
        WindowPreset("temporal-bone", center: 600, width: 2_800),
        WindowPreset("head-neck", center: 40, width: 375),
        WindowPreset("lung", center: -600, width: 1_500),
        WindowPreset("mediastinum", center: 50, width: 350),
        WindowPreset("angiography", center: 300, width: 600),
        WindowPreset("abdomen", center: 50, width: 400),
        WindowPreset("liver", center: 30, width: 150),
        WindowPreset("spine", center: 50, width: 250),
        WindowPreset("bone", center: 400, width: 1_800),
    ]

    /// The preset of this name for CT; nil where there is none.
    public static func ct(named name: String) -> WindowPreset? { ct.first { $0.name == name } }
}
