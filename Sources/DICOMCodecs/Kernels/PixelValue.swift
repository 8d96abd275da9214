internal import CDICOMCodecs

/// A type that pixel values are given as: `Int16`, `Int32`, `Float` or `Double`. A frame refuses any other type that is made to conform.
public protocol PixelValue: BitwiseCopyable, Sendable {}

extension Int16: PixelValue {}
extension Int32: PixelValue {}
extension Float: PixelValue {}
extension Double: PixelValue {}

extension PixelValue {
    /// Nil for a type that is none of the four.
    static var cKind: cdicom_value_kind? {
        switch ObjectIdentifier(self) {
        case ObjectIdentifier(Int16.self): CDICOM_VALUE_INT16
        case ObjectIdentifier(Int32.self): CDICOM_VALUE_INT32
        case ObjectIdentifier(Float.self): CDICOM_VALUE_FLOAT
        case ObjectIdentifier(Double.self): CDICOM_VALUE_DOUBLE
        default: nil
        }
    }

    /// Whether the type holds integers only.
    package static var isInteger: Bool { self is any FixedWidthInteger.Type }
}

/// What the samples of a frame are.
package enum SampleKind: Sendable, Hashable {
    case integers(SampleCell)
    /// IEEE 754 binary32.
    case floats
    /// IEEE 754 binary64.
    case doubles

    package var bytes: Int {
        switch self {
        case .integers(let cell): cell.bytes
        case .floats: 4
        case .doubles: 8
        }
    }

    var cKind: (kind: cdicom_sample_kind, cell: cdicom_cell) {
        switch self {
        case .integers(let cell): (CDICOM_INTEGERS, cell.cCell)
        case .floats: (CDICOM_BINARY32, cdicom_cell(bytes: 4, left_shift: 0, right_shift: 0, is_signed: 0))
        case .doubles: (CDICOM_BINARY64, cdicom_cell(bytes: 8, left_shift: 0, right_shift: 0, is_signed: 0))
        }
    }
}
