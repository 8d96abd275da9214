internal import DICOMBytes

/// The parts of a DICOM file as runs of index records: where each begins, and how the data set is encoded (PS3.10 7.1).
struct FileStructure {
    var fileMetaInformation: Range<Int>
    var dataSet: Range<Int>
    var encoding: DataSetEncoding
    var transferSyntax: TransferSyntax

    init(_ bytes: RawSpan, _ reader: inout DataSetReader) throws(DataSetError) {
        var position = try Self.skipPreamble(bytes, &reader)
        let metaStart = position
        fileMetaInformation = 0..<0
        if Self.isFileMetaInformation(bytes, at: position) {
            fileMetaInformation = try reader.readElements(
                bytes, at: &position, end: bytes.byteCount, encoding: Self.metaEncoding(bytes, at: position), until: .fileMetaInformation
            ).children
        }
        let declared = Self.declaredTransferSyntax(bytes, reader, fileMetaInformation)
        try Self.checkFileMetaInformation(bytes, &reader, fileMetaInformation, start: metaStart, end: position, declared)

        (transferSyntax, encoding) = try Self.encoding(bytes, at: position, declared: declared, &reader)
        guard !transferSyntax.isDeflated else {
            throw DataSetError(
                code: .unsupportedTransferSyntax, offset: position, problem: "The data set is deflated, which this version does not read.",
                remedy: "Convert the object to Explicit VR Little Endian.")
        }
        dataSet = try reader.readElements(bytes, at: &position, end: bytes.byteCount, encoding: encoding, until: .end).children
    }
}

// MARK: - Preamble and File Meta Information

extension FileStructure {
    static let preambleLength = 128

    /// Where the first element begins.
    private static func skipPreamble(_ bytes: RawSpan, _ reader: inout DataSetReader) throws(DataSetError) -> Int {
        let afterPrefix = preambleLength + 4
        if bytes.byteCount >= afterPrefix, isPrefix(bytes, at: preambleLength) { return afterPrefix }
        let start = bytes.byteCount >= 4 && isPrefix(bytes, at: 0) ? 4 : 0
        // Without the prefix only bytes that begin like an element are taken for DICOM at all.
        guard start == 4 || looksLikeElements(bytes) else {
            throw DataSetError(
                code: .notDICOM, offset: 0, problem: "There is no DICM prefix at byte 128, and the bytes do not begin like a data set.",
                remedy: "This is not a DICOM file, or it is damaged.")
        }
        try reader.depart(
            .fileMetaInformation, at: 0, "The file has no preamble with the prefix DICM (PS3.10 7.1).",
            remedy: "Write the object anew with a conforming tool.", action: "It was read from the first element on.")
        return start
    }

    static func isPrefix(_ bytes: RawSpan, at offset: Int) -> Bool {
        bytes.uint32(at: offset) == 0x4D43_4944  // "DICM"
    }

    private static func isFileMetaInformation(_ bytes: RawSpan, at position: Int) -> Bool {
        bytes.byteCount - position >= 8 && bytes.uint16(at: position) == 2
    }

    /// Explicit little endian (PS3.10 7.1); some writers use implicit all the same.
    private static func metaEncoding(_ bytes: RawSpan, at position: Int) -> DataSetEncoding {
        hasRepresentation(bytes, at: position) ? .explicitLittleEndian : .implicitLittleEndian
    }

    private static func declaredTransferSyntax(_ bytes: RawSpan, _ reader: borrowing DataSetReader, _ meta: Range<Int>) -> String? {
        for record in reader.records[meta] where record.tag == 0x0002_0010 {
            let range = bytes.trimmingPadding(record.valueRange)
            return range.isEmpty ? nil : bytes.utf8(in: range)
        }
        return nil
    }

    private static func checkFileMetaInformation(
        _ bytes: RawSpan, _ reader: inout DataSetReader, _ meta: Range<Int>, start: Int, end: Int, _ transferSyntax: String?
    ) throws(DataSetError) {
        let remedy = "Write the object anew with a conforming tool."
        guard !meta.isEmpty else {
            try reader.depart(
                .fileMetaInformation, at: start, "The file has no File Meta Information.", remedy: remedy,
                action: "The encoding was taken from the bytes themselves.")
            return
        }
        if !hasRepresentation(bytes, at: start) {
            try reader.depart(
                .fileMetaInformation, at: start, "File Meta Information is encoded as implicit VR.", remedy: remedy,
                action: "It was read as such.")
        }
        let first = reader.records[meta.lowerBound]
        if first.tag != 0x0002_0000 || first.length != 4 {
            try reader.depart(
                .fileMetaInformation, at: start, "File Meta Information has no group length.", remedy: remedy,
                action: "Its end was found by the tags.")
        } else if first.offset + 4 + Int(bytes.uint32(at: first.offset)) != end {
            try reader.depart(
                .fileMetaInformation, tag: first.tag, at: start, "The group length of File Meta Information is wrong.", remedy: remedy,
                action: "Its end was found by the tags.")
        }
        if transferSyntax == nil {
            try reader.depart(
                .fileMetaInformation, at: start, "File Meta Information has no Transfer Syntax UID.", remedy: remedy,
                action: "The encoding was taken from the bytes themselves.")
        }
    }
}

// MARK: - How the data set is encoded

extension FileStructure {
    /// The transfer syntax and the encoding, which differ where the file says one thing and does another.
    private static func encoding(
        _ bytes: RawSpan, at position: Int, declared: String?, _ reader: inout DataSetReader
    ) throws(DataSetError) -> (TransferSyntax, DataSetEncoding) {
        guard let declared else {
            let found = detectedEncoding(bytes, at: position)
            return (TransferSyntax(found), found)
        }
        let transferSyntax = TransferSyntax(uid: UniqueIdentifier(rawValue: declared))
        let encoding = DataSetEncoding(transferSyntax)
        // An empty data set, or one deflated, shows nothing.
        guard !transferSyntax.isDeflated, bytes.byteCount - position >= 8 else { return (transferSyntax, encoding) }
        let found = detectedEncoding(bytes, at: position)
        if found == encoding { return (transferSyntax, encoding) }
        try reader.depart(
            .encodingMismatch, at: position, "The data set is not encoded as its transfer syntax says.",
            remedy: "Correct the Transfer Syntax UID (0002,0010).", action: "It was read as \(TransferSyntax(found)).")
        // What the pixels are compressed with still comes from the declaration.
        return (transferSyntax.isEncapsulated ? transferSyntax : TransferSyntax(found), found)
    }

    /// What the first element shows. Groups of first elements are small numbers: read in the wrong order they are large.
    private static func detectedEncoding(_ bytes: RawSpan, at position: Int) -> DataSetEncoding {
        guard bytes.byteCount - position >= 8 else { return .explicitLittleEndian }
        let isBig = bytes.uint16(at: position, .little) > bytes.uint16(at: position, .big)
        if hasRepresentation(bytes, at: position) { return isBig ? .explicitBigEndian : .explicitLittleEndian }
        return .implicitLittleEndian
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
