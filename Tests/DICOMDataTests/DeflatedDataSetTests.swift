import DICOMData
import DICOMTestSupport
import Testing

private typealias Builder = DICOMBytesBuilder

/// Deflate streams are written out here: stored blocks (RFC 1951 3.2.4), which need no compressor.
@Suite("Deflated data sets, PS3.5 A.5")
struct DeflatedDataSetTests {
    private static let body = Builder().element(0x0008_0060, "CS", "CT").element(0x0010_0020, "LO", "AB").bytes
    private static let outline = "00080060 CS 4354; 00100020 LO 4142"
    private static let syntax = "1.2.840.10008.1.2.1.99"

    /// 5 bytes, then the block.
    private static func stored(_ bytes: [UInt8]) -> [UInt8] {
        let count = [UInt8(bytes.count & 0xFF), UInt8(bytes.count >> 8)]
        return [1] + count + count.map { ~$0 } + bytes
    }

    /// RFC 1950: header, stream, Adler-32.
    private static func wrapped(_ bytes: [UInt8]) -> [UInt8] {
        var (a, b) = (1, 0)
        for byte in bytes {
            a = (a + Int(byte)) % 65_521
            b = (b + a) % 65_521
        }
        return [0x78, 0x9C] + stored(bytes) + [UInt8(b >> 8), UInt8(b & 0xFF), UInt8(a >> 8), UInt8(a & 0xFF)]
    }

    private func read(_ stream: [UInt8], _ options: ReadingOptions = .lenient, syntax: String = Self.syntax) throws -> DICOMFile {
        try DICOMFile(bytes: Builder().raw(stream).file(transferSyntax: syntax), options: options)
    }

    @Test(
        "are read, with a byte of padding or without",
        arguments: [stored(body), stored(body) + [0]], [syntax, "1.2.840.10008.1.2.4.95", "1.2.840.10008.1.2.4.205"])
    func areRead(stream: [UInt8], syntax: String) throws {
        let file = try read(stream, .strict, syntax: syntax)
        #expect(file.dataSet.outline == Self.outline && file.repairs.isEmpty)
        #expect(file.dataSet[.patientID]?.valueOffset == 18)
        #expect(file.fileMetaInformation.count == 2)
    }

    @Test("are unwrapped where zlib's header is around them")
    func areUnwrapped() throws {
        #expect(throws: DataSetError.self) { try read(Self.wrapped(Self.body), .strict) }
        let file = try read(Self.wrapped(Self.body))
        #expect(file.dataSet.outline == Self.outline && file.repairs.map(\.quirk) == [.zlibWrappedDeflate])
    }

    @Test("give what there is where they are cut or damaged")
    func areCut() throws {
        let cut = Array(Self.stored(Self.body).dropLast(10))
        #expect(throws: DataSetError.self) { try read(cut, .strict) }
        let file = try read(cut)
        #expect(file.dataSet.outline == "00080060 CS 4354" && file.repairs.map(\.quirk) == [.deflateCut])
        var damaged = Self.stored(Self.body)
        damaged[0] = 0  // not the last block; what follows is none
        #expect(try read(damaged + [0xFF, 0xFF, 0xFF, 0xFF, 0xFF]).repairs.contains { $0.quirk == .deflateCut })
        #expect(try read(Self.stored(Self.body) + [1, 2, 3]).repairs.map(\.quirk) == [.trailingBytes])
    }

    /// 100 MiB of zeros in 100 KB, made by hand: a fixed Huffman block of one literal and runs of 258 (RFC 1951 3.2.6).
    @Test("are refused where they would grow without measure")
    func areBounded() throws {
        // Header bits 1 (last) 01 (fixed), literal 0 is 00110000, length 258 is 11000101, distance 1 is 00000.
        var bits = "101" + "00110000"
        for _ in 0..<400_000 { bits += "1100010100000" }
        bits += "0000000"
        // The header is written from its lowest bit: 1, then 1 0.
        bits = "110" + bits.dropFirst(3)
        var stream: [UInt8] = []
        var byte: UInt8 = 0
        for (index, bit) in bits.utf8.enumerated() {
            if bit == UInt8(ascii: "1") { byte |= 1 << UInt8(index % 8) }
            if index % 8 == 7 {
                stream.append(byte)
                byte = 0
            }
        }
        stream.append(byte)
        var options = ReadingOptions.lenient
        options.limits.inflationRatio = 20
        let error = try #require(throws: DataSetError.self) { try read(stream, options) }
        #expect(error.code == .limitExceeded)
        options.limits.inflationRatio = 200
        options.limits.inflatedBytes = 1_000_000
        #expect(throws: DataSetError.self) { try read(stream, options) }
    }

    @Test("stop before a tag too")
    func stop() throws {
        let file = try read(Self.stored(Self.body), ReadingOptions(stoppingBefore: .patientID))
        #expect(file.dataSet.outline == "00080060 CS 4354" && file.stopOffset == 10)
    }

    @Test("have the data set of their oracle", .enabled(if: Corpus.isPresent))
    func areThoseOfCorpus() throws {
        let entries = Corpus.dataSets.filter { $0.transferSyntax == Self.syntax && $0.kind == "dicom" }
        #expect(!entries.isEmpty)
        for entry in entries {
            let file = try DICOMFile(at: entry.file)
            #expect(file.dataSet.contains(.sopInstanceUID) && !file.repairs.contains { $0.quirk == .deflateCut }, "\(entry.path)")
        }
    }
}
