internal import DICOMCodecs

/// An ICC profile (ICC.1, ISO 15076-1; ICC Profile (0028,2000), PS3.3 C.11.15): what the device values of an image are as colours.
///
/// Profiles of versions 2 and 4 whose colours are curves and a matrix, or a curve for grey, are applied. Those with lookup tables are read as far as
/// to say so.
public struct ICCProfile: Sendable, Hashable {
    /// The profile as it is.
    public let bytes: [UInt8]

    enum Transform: Sendable, Hashable {
        /// Curves of red, green and blue; the colours of the three at their brightest, X Y Z by columns.
        case matrix([ToneCurve], [Double])
        case gray(ToneCurve)
    }

    let transform: Transform

    /// - Parameter bytes: at most 64 MiB.
    /// - Throws: ``ImagingError``: `invalidProfile` for bytes that are no profile; `unsupportedProfile` for one that is not of curves, or not to be
    ///   read as colours of an image (ICC.1 8.3, 8.4).
    public init(_ bytes: [UInt8]) throws(ImagingError) {
        let tags = try ICCTags(bytes)
        self.bytes = bytes
        let colorSpace = tags.signature(at: 16)
        guard ["scnr", "mntr", "spac"].contains(tags.signature(at: 12)) else {
            throw .unsupportedProfile("of class \(tags.printable(at: 12)), not that of an input device, a display or a colour space")
        }
        if tags.contains("A2B0") { throw .unsupportedProfile("with lookup tables (A2B0)") }
        guard tags.signature(at: 20) == "XYZ " else {
            throw .unsupportedProfile("that connects by \(tags.printable(at: 20)) and not by XYZ")
        }
        switch colorSpace {
        case "RGB ":
            var curves: [ToneCurve] = []
            for name in ["rTRC", "gTRC", "bTRC"] { curves.append(try tags.curve(name)) }
            var columns: [[Double]] = []
            for name in ["rXYZ", "gXYZ", "bXYZ"] { columns.append(try tags.color(name)) }
            transform = .matrix(curves, (0..<3).flatMap { row in columns.map { $0[row] } })
        case "GRAY": transform = .gray(try tags.curve("kTRC"))
        default: throw .unsupportedProfile("of device values in \(tags.printable(at: 16)), not RGB or GRAY")
        }
    }
}

extension ICCProfile {
    /// Linear sRGB from X Y Z under D50, by rows: the inverse of the colorants of IEC 61966-2-1 adapted by Bradford's transform.
    private static let toLinearSRGB = [
        3.1338561, -1.6168667, -0.4906146, -0.9787684, 1.9161415, 0.0334540, 0.0719453, -0.2289914, 1.4052427,
    ]

    /// IEC 61966-2-1: linear to encoded.
    private static func encoded(_ linear: Double) -> Double {
        linear <= 0.003_130_8 ? 12.92 * linear : 1.055 * power(linear, 1 / 2.4) - 0.055
    }

    /// Device values to sRGB, relative colorimetric; nil for a profile of grey.
    func toSRGB(top: Int) throws(CodecError) -> SampleKernels.ColorProfile? {
        guard case .matrix(let curves, let colorants) = transform else { return nil }
        var matrix: [Float] = []
        for row in 0..<3 {
            for column in 0..<3 {
                matrix.append(Float((0..<3).reduce(0) { $0 + Self.toLinearSRGB[3 * row + $1] * colorants[3 * $1 + column] }))
            }
        }
        let tables = curves.flatMap { curve in (0...top).map { Float(curve.linear(Double($0) / Double(top))) } }
        return try SampleKernels.ColorProfile(curves: tables, matrix: matrix, top: top, encoding: Self.encoded)
    }

    /// Grey of the device to grey of sRGB, for each value; nil for a profile of colours.
    func grayToSRGB(top: Int) -> [UInt16]? {
        guard case .gray(let curve) = transform else { return nil }
        return (0...top).map { value in
            let level = Self.encoded(min(max(curve.linear(Double(value) / Double(top)), 0), 1)) * Double(top) + 0.5
            return UInt16(min(max(level, 0), Double(top)))
        }
    }
}

extension ImagingError {
    static func invalidProfile(_ problem: String) -> ImagingError {
        ImagingError(code: .invalidProfile, problem: problem, remedy: "Show the picture as it is; its profile cannot be applied.")
    }

    static func unsupportedProfile(_ kind: String) -> ImagingError {
        ImagingError(
            code: .unsupportedProfile, problem: "An ICC profile \(kind) is not applied by this version.",
            remedy: "Show the picture as it is, or hand its profile to a colour management system.")
    }
}
