/// Writes DICOM bytes by hand for tests, after PS3.5 7 and PS3.10 7 and without a line of the library: what a test expects of the reader
/// must not come from the reader.
///
/// A value: each step returns a longer copy, so that a test reads from top to bottom as the bytes lie in the file.
public struct DICOMBytesBuilder: Sendable {
    public enum Encoding: Sendable {
        case explicit
        case implicit
        case explicitBigEndian

        var isBig: Bool { self == .explicitBigEndian }
    }

    /// How the length of a sequence and of its items is written (PS3.5 7.5.1).
    public enum Lengths: Sendable, CaseIterable {
        case defined
        case undefined
    }

    public let encoding: Encoding
    public private(set) var bytes: [UInt8] = []

    public init(_ encoding: Encoding = .explicit) { self.encoding = encoding }

    public var count: Int { bytes.count }
}

// MARK: - Raw bytes and numbers

extension DICOMBytesBuilder {
    public func raw(_ more: [UInt8]) -> Self {
        var copy = self
        copy.bytes += more
        return copy
    }

    public func number16(_ number: UInt16) -> Self {
        let low = UInt8(truncatingIfNeeded: number)
        let high = UInt8(truncatingIfNeeded: number >> 8)
        return raw(encoding.isBig ? [high, low] : [low, high])
    }

    public func number32(_ number: UInt32) -> Self {
        let bytes = [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: number >> UInt32($0)) }
        return raw(encoding.isBig ? bytes.reversed() : bytes)
    }

    public func tag(_ tag: UInt32) -> Self {
        number16(UInt16(truncatingIfNeeded: tag >> 16)).number16(UInt16(truncatingIfNeeded: tag))
    }
}

// MARK: - Elements

extension DICOMBytesBuilder {
    /// The representations with two reserved bytes and a 32-bit length (PS3.5 7.1.2, table 7.1-1).
    private static let long: Set<String> = ["OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV"]

    /// Tag, representation and length, as the encoding has them.
    public func header(_ tag: UInt32, _ representation: String, length: UInt32) -> Self {
        let start = self.tag(tag)
        switch encoding {
        case .implicit: return start.number32(length)
        case .explicit, .explicitBigEndian:
            let named = start.raw(Array(representation.utf8))
            if Self.long.contains(representation) { return named.raw([0, 0]).number32(length) }
            return named.number16(UInt16(truncatingIfNeeded: length))
        }
    }

    /// An element with exactly these bytes; the length says so unless another is given.
    public func element(_ tag: UInt32, _ representation: String, _ value: [UInt8], length: UInt32? = nil) -> Self {
        header(tag, representation, length: length ?? UInt32(value.count)).raw(value)
    }

    /// An element of text, padded to even length: UI with NUL, all else with a space (PS3.5 6.2).
    public func element(_ tag: UInt32, _ representation: String, _ text: String) -> Self {
        let value = Array(text.utf8)
        let padding: [UInt8] = value.count % 2 == 0 ? [] : [representation == "UI" ? 0 : 0x20]
        return element(tag, representation, value + padding)
    }

    /// An element of 16-bit numbers in the encoding's byte order.
    public func element(_ tag: UInt32, _ representation: String, words: [UInt16]) -> Self {
        element(tag, representation, words.reduce(Self(encoding)) { $0.number16($1) }.bytes)
    }

    /// An element of 32-bit numbers in the encoding's byte order.
    public func element(_ tag: UInt32, _ representation: String, longs: [UInt32]) -> Self {
        element(tag, representation, longs.reduce(Self(encoding)) { $0.number32($1) }.bytes)
    }
}

extension DICOMBytesBuilder {
    /// An element of binary64 numbers (FD) in the encoding's byte order.
    public func element(_ tag: UInt32, _ representation: String, doubles: [Double]) -> Self {
        let value = doubles.reduce(Self(encoding)) { builder, number in
            let (high, low) = (UInt32(number.bitPattern >> 32), UInt32(truncatingIfNeeded: number.bitPattern))
            return encoding.isBig ? builder.number32(high).number32(low) : builder.number32(low).number32(high)
        }
        return element(tag, representation, value.bytes)
    }
}

// MARK: - Sequences and fragments

extension DICOMBytesBuilder {
    public static let item: UInt32 = 0xFFFE_E000
    public static let itemDelimiter: UInt32 = 0xFFFE_E00D
    public static let sequenceDelimiter: UInt32 = 0xFFFE_E0DD

    /// Item or delimiter: a tag and a 32-bit length in every encoding (PS3.5 7.5).
    public func marker(_ tag: UInt32, length: UInt32 = 0) -> Self { self.tag(tag).number32(length) }

    public func item(_ content: Self, lengths: Lengths = .defined) -> Self {
        switch lengths {
        case .defined: marker(Self.item, length: UInt32(content.count)).raw(content.bytes)
        case .undefined: marker(Self.item, length: .max).raw(content.bytes).marker(Self.itemDelimiter)
        }
    }

    public func sequence(_ tag: UInt32, _ items: [Self], lengths: Lengths = .defined, representation: String = "SQ") -> Self {
        let content = items.reduce(Self(items.first?.encoding ?? encoding)) { $0.item($1, lengths: lengths) }
        switch lengths {
        case .defined: return element(tag, representation, content.bytes)
        case .undefined:
            // Delimiters are in the order of what they delimit.
            return header(tag, representation, length: .max).raw(content.marker(Self.sequenceDelimiter).bytes)
        }
    }

    /// Encapsulated Pixel Data (PS3.5 A.4): the offset table, then the fragments.
    public func fragments(_ fragments: [[UInt8]], offsets: [UInt32] = []) -> Self {
        let table = offsets.reduce(Self(encoding)) { $0.number32($1) }.bytes
        let start = header(0x7FE0_0010, "OB", length: .max).marker(Self.item, length: UInt32(table.count)).raw(table)
        return fragments.reduce(start) { $0.marker(Self.item, length: UInt32($1.count)).raw($1) }.marker(Self.sequenceDelimiter)
    }
}

// MARK: - Files

extension DICOMBytesBuilder {
    public static let implicitVRLittleEndian = "1.2.840.10008.1.2"
    public static let explicitVRLittleEndian = "1.2.840.10008.1.2.1"
    public static let explicitVRBigEndian = "1.2.840.10008.1.2.2"

    public static let preamble = [UInt8](repeating: 0, count: 128) + Array("DICM".utf8)

    /// Bytes in front of the data set in what ``file(transferSyntax:)`` returns for a native transfer syntax.
    public func prefixLength(transferSyntax: String? = nil) -> Int { file(transferSyntax: transferSyntax).count - count }

    /// These bytes as the data set of a file: preamble, File Meta Information with its true group length, data set.
    ///
    /// - Parameter transferSyntax: by default the native one that has this encoding.
    public func file(transferSyntax: String? = nil) -> [UInt8] {
        let native =
            switch encoding {
            case .explicit: Self.explicitVRLittleEndian
            case .implicit: Self.implicitVRLittleEndian
            case .explicitBigEndian: Self.explicitVRBigEndian
            }
        let rest = Self().element(0x0002_0010, "UI", transferSyntax ?? native)
        let meta = Self().element(0x0002_0000, "UL", longs: [UInt32(rest.count)])
        return Self.preamble + meta.bytes + rest.bytes + bytes
    }
}
