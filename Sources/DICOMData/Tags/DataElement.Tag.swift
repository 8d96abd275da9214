extension DataElement {
    /// A Data Element Tag (PS3.5 7.1): group and element number. Known tags are static members named by their keyword: `.patientName`.
    @frozen
    public struct Tag: RawRepresentable, Sendable, Hashable, Comparable {
        /// Group number in the upper, element number in the lower 16 bits.
        public var rawValue: UInt32

        @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
        @inlinable public init(_ rawValue: UInt32) { self.rawValue = rawValue }
        @inlinable public init(group: UInt16, element: UInt16) { rawValue = UInt32(group) << 16 | UInt32(element) }

        @inlinable public var group: UInt16 { UInt16(truncatingIfNeeded: rawValue >> 16) }
        @inlinable public var element: UInt16 { UInt16(truncatingIfNeeded: rawValue) }

        /// Odd groups belong to vendors (PS3.5 7.8).
        @inlinable public var isPrivate: Bool { group & 1 == 1 }

        @inlinable public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }
}

extension DataElement.Tag: CustomStringConvertible {
    /// `(0010,0020)`, as the standard prints tags.
    public var description: String { "(\(Self.hexadecimal(group)),\(Self.hexadecimal(element)))" }

    /// `00100020`, as the DICOM JSON model and DICOMweb write tags (PS3.18 F.2.1.1).
    public var hexadecimal: String { Self.hexadecimal(group) + Self.hexadecimal(element) }

    private static func hexadecimal(_ number: UInt16) -> String {
        let digits = String(number, radix: 16, uppercase: true)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}
