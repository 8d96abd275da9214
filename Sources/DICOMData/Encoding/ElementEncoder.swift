internal import DICOMBytes

/// Appends elements, items and delimiters to a buffer (PS3.5 7): the one place that knows how a header is written.
struct ElementEncoder {
    let encoding: DataSetEncoding
    var bytes: [UInt8] = []

    init(_ encoding: DataSetEncoding = .explicitLittleEndian) { self.encoding = encoding }

    /// Encodes in the memory of an array whose bytes are no longer wanted.
    init(_ encoding: DataSetEncoding, into room: consuming [UInt8]) {
        self.encoding = encoding
        bytes = room
        bytes.removeAll(keepingCapacity: true)
    }

    static let undefinedLength = UInt32.max
    /// The largest length of a value that can be defined: even, and not the mark of an undefined one.
    static let maximumLength = Int(UInt32.max) - 1
}

// MARK: - Headers

extension ElementEncoder {
    /// The representation that an element is written with: a value too long for a 16-bit length goes under the name UN (PS3.5 6.2.2, note 4).
    static func written(_ representation: ValueRepresentation, length: Int) -> ValueRepresentation {
        length > 0xFFFE && !representation.hasLongHeader ? .un : representation
    }

    /// Bytes of tag, representation and length in front of a value of so many bytes.
    static func headerLength(_ representation: ValueRepresentation, length: Int, in encoding: DataSetEncoding) -> Int {
        encoding.isExplicit && written(representation, length: length).hasLongHeader ? 12 : 8
    }

    /// Tag, representation and length. The length is even and fits in 32 bits, or is ``undefinedLength``.
    mutating func appendHeader(_ tag: DataElement.Tag, _ representation: ValueRepresentation, length: UInt32) {
        append(tag)
        guard encoding.isExplicit else { return append(length) }
        let isUndefined = length == Self.undefinedLength
        let written = isUndefined ? representation : Self.written(representation, length: Int(length))
        bytes.append(contentsOf: written.name.utf8)
        if written.hasLongHeader {
            append(UInt16(0))
            append(length)
        } else {
            append(UInt16(truncatingIfNeeded: length))
        }
    }

    /// Header and value, padded to an even length (PS3.5 7.1.1). The value's bytes are in the order of the encoding already.
    mutating func append(
        _ tag: DataElement.Tag, _ representation: ValueRepresentation, value: Span<UInt8>
    ) throws(DataSetError) {
        guard value.count <= Self.maximumLength else { throw Self.tooLong(tag, value.count) }
        appendHeader(tag, representation, length: UInt32(value.count + value.count & 1))
        bytes.append(copying: value)
        if value.count & 1 == 1 { bytes.append(representation.padding) }
    }

    /// An item or delimiter (PS3.5 7.5): tag and length, no representation.
    mutating func appendItemHeader(_ tag: UInt32 = DataSetReader.item, length: UInt32) {
        append(DataElement.Tag(tag))
        append(length)
    }

    private mutating func append(_ tag: DataElement.Tag) {
        append(tag.group)
        append(tag.element)
    }

    static func tooLong(_ tag: DataElement.Tag, _ length: Int) -> DataSetError {
        DataSetError(
            code: .limitExceeded, path: TagPath([TagPath.Step(tag)]),
            problem: "A value of \(length) bytes cannot be written: its length has 32 bits (PS3.5 7.1.1).",
            remedy: "Divide the value; Pixel Data larger than this must be encapsulated.")
    }
}

// MARK: - Numbers

extension ElementEncoder {
    mutating func append<Number: FixedWidthInteger & BitwiseCopyable>(_ number: Number) { bytes.append(number, encoding.byteOrder) }
}

extension [UInt8] {
    /// The number's bytes in this order.
    mutating func append<Number: FixedWidthInteger & BitwiseCopyable>(_ number: Number, _ order: ByteOrder) {
        for index in 0..<MemoryLayout<Number>.size {
            let place = order == .little ? index : MemoryLayout<Number>.size - 1 - index
            append(UInt8(truncatingIfNeeded: number >> (8 * place)))
        }
    }
}

extension ValueRepresentation {
    /// What makes an odd value even (PS3.5 6.2): a space for text, a zero byte for the rest and for UI.
    var padding: UInt8 { textRules == nil || self == .ui ? 0 : 0x20 }

    /// Bytes of one number whose order the encoding decides (PS3.5 7.3); nil where there is none. A tag is two numbers of 16 bits.
    var wordSize: Int? {
        switch self {
        case .us, .ss, .ow, .at: 2
        case .ul, .sl, .fl, .of, .ol: 4
        case .uv, .sv, .fd, .od, .ov: 8
        default: nil
        }
    }
}
