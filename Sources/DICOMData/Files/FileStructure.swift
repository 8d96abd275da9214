internal import DICOMBytes

/// The parts of a DICOM file: where each begins, and how the data set is encoded (PS3.10 7.1).
struct FileStructure {
    /// The run of records of group 0002.
    var fileMetaInformation: Range<Int>
    /// Where the data set begins, or the deflate stream that it is.
    var dataSetStart: Int
    var encoding: DataSetEncoding
    var transferSyntax: TransferSyntax

    init(_ bytes: RawSpan, _ reader: inout DataSetReader) throws(DataSetError) {
        var position = try Self.skipPreamble(bytes, &reader)
        let metaStart = position
        fileMetaInformation = 0..<0
        if try reader.has(8, at: position, in: bytes, end: bytes.byteCount), bytes.uint16(at: position) == 2 {
            fileMetaInformation = try reader.readElements(
                bytes, at: &position, end: bytes.byteCount, encoding: Self.metaEncoding(bytes, at: position), until: .fileMetaInformation
            ).children
        }
        let declared = Self.declaredTransferSyntax(bytes, reader, fileMetaInformation)
        try Self.checkFileMetaInformation(bytes, &reader, fileMetaInformation, start: metaStart, end: position, declared)
        dataSetStart = position
        (transferSyntax, encoding) = try Self.encoding(bytes, at: position, declared: declared, &reader)
    }
}

// MARK: - Preamble and File Meta Information

extension FileStructure {
    static let preambleLength = 128

    /// How far a prefix that is not in its place is searched for, unless reading is forensic: preambles of 127 or 256 bytes are about.
    private static let searchLength = 4096

    /// Where the first element begins.
    private static func skipPreamble(_ bytes: RawSpan, _ reader: inout DataSetReader) throws(DataSetError) -> Int {
        let afterPrefix = preambleLength + 4
        if try reader.has(afterPrefix, at: 0, in: bytes, end: bytes.byteCount), isPrefix(bytes, at: preambleLength) { return afterPrefix }
        var start = 0
        if bytes.byteCount >= 4, isPrefix(bytes, at: 0) {
            start = 4
        } else if !looksLikeElements(bytes) {
            // Without the prefix only bytes that begin like an element are taken for DICOM at all.
            guard let found = try searchPrefix(bytes, reader) else {
                throw DataSetError(
                    code: .notDICOM, offset: 0,
                    problem: "There is no DICM prefix at byte 128, and the bytes do not begin like a data set.",
                    remedy: "This is not a DICOM file, or it is damaged.")
            }
            start = found + 4
        }
        try reader.depart(
            .noPreamble, .fileMetaInformation, in: 0..<start, "The file has no preamble with the prefix DICM (PS3.10 7.1).",
            remedy: remedy,
            action: start > 4 ? "It was read from the prefix on, which is elsewhere." : "It was read from the first element on.")
        return start
    }

    private static let remedy = "Write the object anew with a conforming tool."

    static func isPrefix(_ bytes: RawSpan, at offset: Int) -> Bool {
        bytes.uint32(at: offset) == 0x4D43_4944  // "DICM"
    }

    /// Where a prefix stands that File Meta Information follows.
    private static func searchPrefix(_ bytes: RawSpan, _ reader: borrowing DataSetReader) throws(DataSetError) -> Int? {
        let length = reader.options.mode == .forensic ? Int.max - 8 : searchLength
        _ = try reader.has(length + 8, at: 0, in: bytes, end: bytes.byteCount)
        for offset in 0..<max(0, min(length, bytes.byteCount - 8)) where isPrefix(bytes, at: offset) {
            // Group 0002, and an element of it.
            if bytes.uint16(at: offset + 4) == 2, bytes.uint16(at: offset + 6) <= 0x0102 { return offset }
        }
        return nil
    }

    /// Explicit little endian (PS3.10 7.1); some writers use implicit all the same.
    private static func metaEncoding(_ bytes: RawSpan, at position: Int) -> DataSetEncoding {
        hasRepresentation(bytes, at: position) ? .explicitLittleEndian : .implicitLittleEndian
    }

    private static func declaredTransferSyntax(_ bytes: RawSpan, _ reader: borrowing DataSetReader, _ meta: Range<Int>) -> String? {
        for index in meta where reader.records[index].tag == 0x0002_0010 {
            let range = bytes.trimmingPadding(reader.records[index].valueRange)
            return range.isEmpty ? nil : bytes.utf8(in: range)
        }
        return nil
    }

    private static func checkFileMetaInformation(
        _ bytes: RawSpan, _ reader: inout DataSetReader, _ meta: Range<Int>, start: Int, end: Int, _ transferSyntax: String?
    ) throws(DataSetError) {
        guard !meta.isEmpty else {
            try reader.depart(
                .implicitMeta, .fileMetaInformation, in: start..<start, "The file has no File Meta Information.", remedy: remedy,
                action: "The encoding was taken from the bytes themselves.")
            return
        }
        if !hasRepresentation(bytes, at: start) {
            try reader.depart(
                .implicitMeta, .fileMetaInformation, in: start..<end, "File Meta Information is encoded as implicit VR.", remedy: remedy,
                action: "It was read as such.")
            reader.hasMixedEncoding = true
        }
        let first = reader.records[meta.lowerBound]
        if first.tag != 0x0002_0000 || first.length != 4 {
            try reader.depart(
                .implicitMeta, .fileMetaInformation, in: start..<start, "File Meta Information has no group length.", remedy: remedy,
                action: "Its end was found by the tags.")
        } else if first.offset + 4 + Int(bytes.uint32(at: first.offset)) != end {
            try reader.depart(
                .implicitMeta, .fileMetaInformation, tag: first.tag, in: first.valueRange, at: start,
                "The group length of File Meta Information is wrong.", remedy: remedy, action: "Its end was found by the tags.")
        }
        if transferSyntax == nil {
            try reader.depart(
                .implicitMeta, .fileMetaInformation, in: start..<start, "File Meta Information has no Transfer Syntax UID.",
                remedy: remedy, action: "The encoding was taken from the bytes themselves.")
        }
    }
}

// MARK: - How the data set is encoded

extension FileStructure {
    /// The transfer syntax and the encoding, which differ where the file says one thing and does another.
    private static func encoding(
        _ bytes: RawSpan, at position: Int, declared: String?, _ reader: inout DataSetReader
    ) throws(DataSetError) -> (TransferSyntax, DataSetEncoding) {
        let hasElement = try reader.has(8, at: position, in: bytes, end: bytes.byteCount)
        guard let declared else {
            let found = detectedEncoding(bytes, at: position)
            return (TransferSyntax(found), found)
        }
        let transferSyntax = TransferSyntax(uid: UniqueIdentifier(rawValue: declared))
        let encoding = DataSetEncoding(transferSyntax)
        // An empty data set shows nothing; a deflated one shows elements only where it isn't deflated.
        guard hasElement, !transferSyntax.isDeflated || beginsWithElement(bytes, at: position) else { return (transferSyntax, encoding) }
        let found = detectedEncoding(bytes, at: position, declared: encoding.byteOrder)
        if found == encoding, !transferSyntax.isDeflated { return (transferSyntax, encoding) }
        try reader.depart(
            .transferSyntaxMismatch, .encodingMismatch, in: position..<position + 8,
            "The data set is not encoded as its transfer syntax says.",
            remedy: "Correct the Transfer Syntax UID (0002,0010).", action: "It was read as \(TransferSyntax(found)).")
        // What the pixels are compressed with still comes from the declaration.
        return (transferSyntax.isEncapsulated ? transferSyntax : TransferSyntax(found), found)
    }

    /// What the first element shows. Groups of first elements are small numbers: read in the wrong order they are large. Group 0000, which does
    /// not belong in files, reads the same either way, so that the declaration holds.
    private static func detectedEncoding(_ bytes: RawSpan, at position: Int, declared: ByteOrder = .little) -> DataSetEncoding {
        guard bytes.byteCount - position >= 8 else { return .explicitLittleEndian }
        let (little, big) = (bytes.uint16(at: position, .little), bytes.uint16(at: position, .big))
        let isBig = little > big || little == big && declared == .big
        if hasRepresentation(bytes, at: position) { return isBig ? .explicitBigEndian : .explicitLittleEndian }
        return .implicitLittleEndian
    }

    /// Whether an explicit element of one of the first groups stands where a deflate stream is due.
    private static func beginsWithElement(_ bytes: RawSpan, at position: Int) -> Bool {
        [0x0004, 0x0008, 0x0010].contains(bytes.uint16(at: position)) && hasRepresentation(bytes, at: position)
    }

    /// Whether the bytes from 0 on begin with an element of group 0002 or of one of the groups that data sets begin with.
    private static func looksLikeElements(_ bytes: RawSpan) -> Bool {
        guard bytes.byteCount >= 8 else { return false }
        let group = min(bytes.uint16(at: 0, .little), bytes.uint16(at: 0, .big))
        guard [0x0002, 0x0004, 0x0008, 0x0010, 0x0018, 0x0020, 0x0028].contains(group) else { return false }
        return hasRepresentation(bytes, at: 0) || Int(bytes.uint32(at: 4)) <= bytes.byteCount - 8
    }

    /// Two capital letters, of a representation that is known or still to come: as the length of a first element they would be 16 KB.
    private static func hasRepresentation(_ bytes: RawSpan, at position: Int) -> Bool {
        guard bytes.byteCount - position >= 8 else { return false }
        let letters = UInt8(ascii: "A")...UInt8(ascii: "Z")
        return letters.contains(bytes.uint8(at: position + 4)) && letters.contains(bytes.uint8(at: position + 5))
    }
}

extension TransferSyntax {
    /// The native transfer syntax with this encoding.
    fileprivate init(_ encoding: DataSetEncoding) {
        self =
            switch (encoding.isExplicit, encoding.byteOrder) {
            case (true, .little): .explicitVRLittleEndian
            case (true, .big): .explicitVRBigEndian
            case (false, _): .implicitVRLittleEndian
            }
    }
}
