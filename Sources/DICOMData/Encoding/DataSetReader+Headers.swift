internal import DICOMBytes

// Headers that cannot be taken as they are. Each form that the bytes could have is tried; the one is taken behind whose value the data set
// goes on, or ends.

extension DataSetReader {
    /// Bounds the time that look-aheads may take, whatever the bytes are.
    private static let lookAheadLimit = 1 << 18

    /// Whether this many more look-aheads are allowed; they are counted.
    mutating func mayLookAhead(by steps: Int) -> Bool {
        lookAheads += steps
        return lookAheads <= Self.lookAheadLimit
    }

    /// Whether the data set can go on at `position`: at its end, at an item or delimiter, or with an element behind which it goes on too.
    ///
    /// - Parameter tag: of the element before; the next has a higher one (PS3.5 7.1).
    @inline(never)
    mutating func isPlausible(
        _ bytes: RawSpan, at position: Int, after tag: UInt32, end: Int, _ encoding: DataSetEncoding
    ) throws(DataSetError) -> Bool {
        var position = position
        var tag = tag
        for _ in 0..<2 {
            guard mayLookAhead(by: 1) else { return false }
            if position == end, !(isPrefix && end == bytes.byteCount) { return true }
            guard try has(8, at: position, in: bytes, end: end) else { return false }
            let next = bytes.tag(at: position, encoding.byteOrder)
            if next >> 16 == 0xFFFE { return next == Self.item || next == Self.itemDelimiter || next == Self.sequenceDelimiter }
            guard next > tag, next >> 16 != 0, let length = try plausibleLength(bytes, at: position, end: end, encoding) else {
                return false
            }
            if length.value == .max { return true }
            position += length.header + Int(length.value)
            tag = next
        }
        return true
    }

    private func plausibleLength(
        _ bytes: RawSpan, at position: Int, end: Int, _ encoding: DataSetEncoding
    ) throws(DataSetError) -> (header: Int, value: UInt32)? {
        var header = 8
        var value: UInt32
        if encoding.isExplicit {
            guard let known = representation(bytes, at: position) else { return nil }
            value = UInt32(bytes.uint16(at: position + 6, encoding.byteOrder))
            if known.hasLongHeader {
                guard value == 0, try has(12, at: position, in: bytes, end: end) else { return nil }
                header = 12
                value = bytes.uint32(at: position + 8, encoding.byteOrder)
                let mayBeUndefined = known == .sq || known == .un || known == .ob || known == .ow
                if value == .max { return mayBeUndefined ? (header, value) : nil }
            }
        } else {
            value = bytes.uint32(at: position + 4, encoding.byteOrder)
            if value == .max {
                guard try has(12, at: position, in: bytes, end: end) else { return nil }
                return bytes.tag(at: position + 8, encoding.byteOrder) == Self.item ? (header, value) : nil
            }
        }
        return try has(header + Int(value), at: position, in: bytes, end: end) ? (header, value) : nil
    }

    /// The representation that is named behind the tag at `position`, where there is room for it.
    func representation(_ bytes: RawSpan, at position: Int) -> ValueRepresentation? {
        representations[ValueRepresentation.code(bytes.uint8(at: position + 4), bytes.uint8(at: position + 5))]
    }
}

// MARK: - Forms of a header

extension DataSetReader {
    /// A way in which the bytes of a header can be read.
    private enum Form {
        /// No representation, a 32-bit length (PS3.5 7.1.3).
        case implicit
        /// A representation and a 16-bit length (PS3.5 7.1.2).
        case short(ValueRepresentation)
        /// A representation, two reserved bytes and a 32-bit length (PS3.5 7.1.2).
        case long(ValueRepresentation)
    }

    /// The header in this form; nil where it, or its value, is not there as a whole.
    private func header(
        _ form: Form, _ bytes: RawSpan, tag: UInt32, at position: Int, end: Int, _ order: ByteOrder
    ) throws(DataSetError) -> Header? {
        var header = Header(representation: .un, byteCount: 8, length: 0)
        let length: UInt32
        switch form {
        case .implicit:
            header.representation = implicitRepresentation(of: tag)
            length = bytes.uint32(at: position + 4, order)
        case .short(let representation):
            header.representation = representation
            length = UInt32(bytes.uint16(at: position + 6, order))
        case .long(let representation):
            guard try has(12, at: position, in: bytes, end: end) else { return nil }
            header.representation = representation
            header.byteCount = 12
            length = bytes.uint32(at: position + 8, order)
        }
        if length == .max {
            header.isUndefined = true
            return header
        }
        header.length = Int(length)
        return try has(header.byteCount + header.length, at: position, in: bytes, end: end) ? header : nil
    }

    /// The header in this form, if the data set can go on behind its value.
    private mutating func plausibleHeader(
        _ form: Form, _ bytes: RawSpan, tag: UInt32, at position: Int, end: Int, _ encoding: DataSetEncoding, next: DataSetEncoding? = nil
    ) throws(DataSetError) -> Header? {
        guard let header = try header(form, bytes, tag: tag, at: position, end: end, encoding.byteOrder) else { return nil }
        let behind = position + header.byteCount
        if header.isUndefined {
            guard try has(4, at: behind, in: bytes, end: end) else { return nil }
            return bytes.tag(at: behind, encoding.byteOrder) == Self.item ? header : nil
        }
        if try isPlausible(bytes, at: behind + header.length, after: tag, end: end, encoding) { return header }
        guard let next else { return nil }
        return try isPlausible(bytes, at: behind + header.length, after: tag, end: end, next) ? header : nil
    }
}

// MARK: - Doubts

extension DataSetReader {
    /// An explicit element whose two characters are no value representation of the standard.
    @inline(never)
    mutating func readUnknownHeader(
        _ bytes: RawSpan, tag: UInt32, at position: inout Int, end: Int, base: Int, encoding: inout DataSetEncoding, isOutermost: Bool
    ) throws(DataSetError) -> Header? {
        if try reviseLast(bytes, at: &position, end: end, base: base, encoding) { return nil }
        let start = position
        let implicit = DataSetEncoding(isExplicit: false, byteOrder: encoding.byteOrder)
        let isLetter = { (byte: UInt8) in byte >= 0x41 && byte <= 0x5A }
        let hasLetters = isLetter(bytes.uint8(at: position + 4)) && isLetter(bytes.uint8(at: position + 5))
        if !hasLetters {
            let header = try plausibleHeader(.implicit, bytes, tag: tag, at: position, end: end, encoding, next: implicit)
            if let header {
                return try takeImplicit(header, tag: tag, at: position, base: base, encoding: &encoding, isOutermost, bytes, end)
            }
            if isOutermost, tag >> 16 == 0 || pending.count > base && pending[pending.count - 1].tag >= Self.pixelData {
                try passOverPadding(bytes, at: &position)
                return nil
            }
        }
        // PS3.5 7.1.2: every representation still to come has the long header; some writers gave it the short one.
        let problem = "The value representation is none of the standard's."
        if let header = try plausibleHeader(.long(.un), bytes, tag: tag, at: position, end: end, encoding) {
            try depart(
                .vr16UN, .unknownValueRepresentation, tag: tag, in: start..<start + 12, problem,
                action: "It was read as UN with a 32-bit length.")
            return header
        }
        if let header = try plausibleHeader(.short(.un), bytes, tag: tag, at: position, end: end, encoding) {
            try depart(
                .vr16UN, .unknownValueRepresentation, tag: tag, in: start..<start + 8, problem,
                action: "It was read as UN with a 16-bit length.")
            return header
        }
        // Nothing is plausible: the form that fits.
        if !hasLetters, let header = try header(.implicit, bytes, tag: tag, at: position, end: end, encoding.byteOrder) {
            return try takeImplicit(header, tag: tag, at: position, base: base, encoding: &encoding, true, bytes, end)
        }
        guard try has(12, at: position, in: bytes, end: end) else { return try cutHeader(tag, at: &position, end: end) }
        try depart(
            .vr16UN, .unknownValueRepresentation, tag: tag, in: start..<start + 12, problem,
            action: "It was read as UN with a 32-bit length.")
        let length = bytes.uint32(at: position + 8, encoding.byteOrder)
        if length == .max { return Header(representation: .un, byteCount: 12, length: 0, isUndefined: true) }
        if let header = try header(.long(.un), bytes, tag: tag, at: position, end: end, encoding.byteOrder) { return header }
        let left = try cutValue(tag, .valueOverrun, length: length, available: end - position - 12, at: position)
        return Header(representation: .un, byteCount: 12, length: left)
    }

    /// An implicit element in an explicit data set. Where it is the first of an item, those behind it are taken to be implicit too.
    private mutating func takeImplicit(
        _ header: Header, tag: UInt32, at position: Int, base: Int, encoding: inout DataSetEncoding, _ isOutermost: Bool, _ bytes: RawSpan,
        _ end: Int
    ) throws(DataSetError) -> Header {
        let implicit = DataSetEncoding(isExplicit: false, byteOrder: encoding.byteOrder)
        let behind = position + header.byteCount + header.length
        var isRun = false
        if !isOutermost, pending.count == base, !header.isUndefined {
            isRun = try isPlausible(bytes, at: behind, after: tag, end: end, implicit)
        }
        try depart(
            .implicitInExplicit, .encodingMismatch, tag: tag, in: position..<position + 8,
            "The element has no value representation although the encoding is explicit.",
            action: isRun ? "It and those behind it in the item were read as implicit elements." : "It was read as an implicit element.")
        hasMixedEncoding = true
        if isRun { encoding = implicit }
        return header
    }

    /// A representation with the long header whose reserved bytes are not 0: they may be a 16-bit length.
    @inline(never)
    mutating func readReservedHeader(
        _ bytes: RawSpan, tag: UInt32, _ representation: ValueRepresentation, at position: Int, end: Int, _ encoding: DataSetEncoding
    ) throws(DataSetError) -> Header? {
        if let header = try plausibleHeader(.long(representation), bytes, tag: tag, at: position, end: end, encoding) { return header }
        if let header = try plausibleHeader(.short(representation), bytes, tag: tag, at: position, end: end, encoding) {
            return try takeShort(header, tag: tag, at: position)
        }
        let length = bytes.uint32(at: position + 8, encoding.byteOrder)
        if length == .max { return Header(representation: representation, byteCount: 12, length: 0, isUndefined: true) }
        if let header = try header(.long(representation), bytes, tag: tag, at: position, end: end, encoding.byteOrder) { return header }
        let left = try cutValue(tag, .valueOverrun, length: length, available: end - position - 12, at: position)
        return Header(representation: representation, byteCount: 12, length: left)
    }

    private mutating func takeShort(_ header: Header, tag: UInt32, at position: Int) throws(DataSetError) -> Header {
        try depart(
            .vr16UN, .invalidLength, tag: tag, in: position..<position + 8,
            "The representation \(header.representation) has a 16-bit length, where PS3.5 7.1.2 has one of 32 bits.",
            action: "It was read as such.")
        return header
    }

    /// An implicit length that is two letters: an explicit element in an implicit data set, if only that is plausible.
    @inline(never)
    mutating func readHiddenHeader(
        _ bytes: RawSpan, tag: UInt32, at position: Int, end: Int, _ encoding: inout DataSetEncoding, _ base: Int
    ) throws(DataSetError) -> Header? {
        guard let known = representation(bytes, at: position) else { return nil }
        // As a length that is true it leads to an element; a value that runs to the very end leads nowhere, and proves nothing.
        if try plausibleHeader(.implicit, bytes, tag: tag, at: position, end: end, encoding) != nil { return nil }
        let explicit = DataSetEncoding(isExplicit: true, byteOrder: encoding.byteOrder)
        let form = known.hasLongHeader ? Form.long(known) : .short(known)
        guard let header = try plausibleHeader(form, bytes, tag: tag, at: position, end: end, explicit, next: encoding) else { return nil }
        let behind = position + header.byteCount + header.length
        var isRun = false
        if pending.count == base, !header.isUndefined {
            isRun = try isPlausible(bytes, at: behind, after: tag, end: end, explicit)
        }
        try depart(
            .implicitInExplicit, .encodingMismatch, tag: tag, in: position..<position + header.byteCount,
            "The element has a value representation although the encoding is implicit.",
            action: isRun ? "It and those behind it in the item were read as explicit elements." : "It was read as an explicit element.")
        hasMixedEncoding = true
        if isRun { encoding = explicit }
        return header
    }

    /// A value that runs past the end of what holds it: its header may have another form, or the one before may; else it is cut.
    @inline(never)
    mutating func readOverrunHeader(
        _ bytes: RawSpan, tag: UInt32, _ found: Header, length: UInt32, at position: inout Int, end: Int, base: Int,
        encoding: DataSetEncoding
    ) throws(DataSetError) -> Header? {
        if isPrefix, end == bytes.byteCount { throw incomplete(position + found.byteCount + Int(length)) }
        if encoding.isExplicit {
            if found.byteCount == 12 {
                let short = try plausibleHeader(.short(found.representation), bytes, tag: tag, at: position, end: end, encoding)
                if let short { return try takeShort(short, tag: tag, at: position) }
            }
        }
        if try reviseLast(bytes, at: &position, end: end, base: base, encoding) { return nil }
        let left = try cutValue(tag, .valueOverrun, length: length, available: end - position - found.byteCount, at: position)
        return Header(representation: found.representation, byteCount: found.byteCount, length: left)
    }
}

// MARK: - The element before

extension DataSetReader {
    /// Where nothing plausible follows an element, its own length may be wrong in a way that is known; then it is corrected, and `position`
    /// left behind its true end.
    private mutating func reviseLast(
        _ bytes: RawSpan, at position: inout Int, end: Int, base: Int, _ encoding: DataSetEncoding
    ) throws(DataSetError) -> Bool {
        guard pending.count > base else { return false }
        var last = pending[pending.count - 1]
        guard last.traits == [], last.valueRange.upperBound == position else { return false }
        let start = last.offset - Int(last.headerLength)
        if encoding.isExplicit, last.tag >> 16 == 0x0009, last.valueRepresentation == .ul, last.length == 6,
            try isPlausible(bytes, at: position - 2, after: last.tag, end: end, encoding)
        {
            try depart(
                .siemensLeonardoUL6, .invalidLength, tag: last.tag, in: start..<last.offset, "A UL of group 0009 has a value length of 6.",
                action: "Its value was taken to be 4 bytes.")
            last.length = 4
        } else if last.length & 1 != 0, try has(1, at: position, in: bytes, end: end),
            try isPlausible(bytes, at: position + 1, after: last.tag, end: end, encoding)
        {
            if !hasPaddedLength || options.mode == .forensic {
                try depart(
                    .oddLength, .invalidLength, tag: last.tag, in: start..<last.offset,
                    "The value is padded to even length, and its length does not count the padding.",
                    action: "The byte of padding was taken as part of the value.")
            }
            hasPaddedLength = true
            last.length += 1
        } else if encoding.isExplicit, last.tag & 0x1_0000 != 0, last.headerLength == 8,
            let length = try trueLength(bytes, of: last, end: end, encoding)
        {
            try depart(
                .truncatedLO, .invalidLength, tag: last.tag, in: start..<last.offset,
                "The length of a private value was cut to 16 bits: nothing behind it is an element.",
                action: "The value was taken to have \(length) bytes, behind which the data set goes on.")
            last.length = length
        } else {
            return false
        }
        pending[pending.count - 1] = last
        position = last.valueRange.upperBound
        return true
    }

    /// The least length with the same lower 16 bits behind which the data set goes on.
    private mutating func trueLength(
        _ bytes: RawSpan, of record: ElementRecord, end: Int, _ encoding: DataSetEncoding
    ) throws(DataSetError) -> Int? {
        var length = record.length + 0x1_0000
        while try has(length, at: record.offset, in: bytes, end: end) {
            guard mayLookAhead(by: 1) else { return nil }
            if record.offset + length < end, try isPlausible(bytes, at: record.offset + length, after: record.tag, end: end, encoding) {
                return length
            }
            length += 0x1_0000
        }
        return nil
    }
}
