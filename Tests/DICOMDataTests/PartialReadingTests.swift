import DICOMData
import DICOMTestSupport
import Foundation
import Testing

private typealias Builder = DICOMBytesBuilder

@Suite("Reading in parts")
struct PartialReadingTests {
    private static let header = Builder().element(0x0008_0060, "CS", "CT").element(0x0010_0020, "LO", "AB")
    private static let image = header.element(0x7FE0_0010, "OW", [UInt8](repeating: 1, count: 200_000)).element(
        0xFFFC_FFFC, "OB", [0, 0])

    private func stopping(_ mode: ReadingOptions.Mode = .lenient, before tag: DataElement.Tag = .pixelData) -> ReadingOptions {
        ReadingOptions(mode: mode, stoppingBefore: tag)
    }

    @Test("stops before a tag, in memory and on disk", arguments: [ReadingOptions.FileAccess.automatic, .mapped, .loaded])
    func stopsBefore(access: ReadingOptions.FileAccess) throws {
        var options = stopping()
        options.fileAccess = access
        let scratch = try ScratchFile(Self.image.file())
        for file in [try DICOMFile(at: scratch.path, options: options), try DICOMFile(bytes: Self.image.file(), options: options)] {
            #expect(file.dataSet.outline == "00080060 CS 4354; 00100020 LO 4142")
            #expect(file.isPartial && file.stopOffset == 172 + Self.header.count && file.repairs.isEmpty)
        }
        let whole = try DICOMFile(at: scratch.path)
        #expect(!whole.isPartial && whole.dataSet.count == 4)
        #expect(whole.dataSet[.pixelData]?.valueRange == 172 + Self.header.count + 12..<172 + Self.header.count + 12 + 200_000)
    }

    @Test("does not stop in items")
    func passesItems() throws {
        let icon = Builder().element(0x7FE0_0010, "OB", [1, 2])
        let builder = Builder().sequence(0x0088_0200, [icon], lengths: .undefined).element(0x7FE0_0010, "OB", [3, 4])
        let file = try DICOMFile(bytes: builder.file(), options: stopping())
        #expect(file.dataSet.outline == "00880200 SQ {7FE00010 OB 0102}" && file.isPartial)
    }

    /// The front of a file is no cut file: headers longer than what is read at first are read further.
    @Test("reads long headers as well", arguments: [100, 8_000, 8_150, 9_000, 70_000])
    func readsLongHeaders(length: Int) throws {
        let builder = Self.header.element(0x0029_1001, "OB", [UInt8](repeating: 0, count: length)).element(
            0x7FE0_0010, "OW", [UInt8](repeating: 1, count: 200_000))
        let scratch = try ScratchFile(builder.file())
        for mode in [ReadingOptions.Mode.strict, .lenient, .forensic] {
            let file = try DICOMFile(at: scratch.path, options: stopping(mode))
            #expect(file.dataSet.count == 3 && file.dataSet.last?.length == length && file.repairs.isEmpty)
        }
    }

    @Test("keeps chosen elements only, with what they hold")
    func keepsChosen() throws {
        let builder = Builder().element(0x0008_0060, "CS", "CT").sequence(0x0008_1140, [Self.header]).element(0x0010_0020, "LO", "AB")
            .sequence(0x0040_A730, [Self.header]).element(0x7FE0_0010, "OW", [UInt8](repeating: 1, count: 100_000))
        let options = ReadingOptions(only: [.patientID, .contentSequence])
        let scratch = try ScratchFile(builder.file())
        for file in [try DICOMFile(at: scratch.path, options: options), try DICOMFile(bytes: builder.file(), options: options)] {
            #expect(file.dataSet.outline == "00100020 LO 4142; 0040A730 SQ {00080060 CS 4354; 00100020 LO 4142}" && file.isPartial)
            #expect(file.fileMetaInformation.count == 2)
        }
        #expect(try DICOMFile(bytes: builder.file(), options: ReadingOptions(only: [])).dataSet.isEmpty)
    }

    /// Answers from memory and counts what it was asked for.
    private actor Ranges: ByteRangeReader {
        let all: [UInt8]
        var fetched = 0
        init(_ all: [UInt8]) { self.all = all }
        var count: Int { all.count }
        func bytes(in range: Range<Int>) -> [UInt8] {
            fetched += range.count
            return Array(all[range])
        }
    }

    @Test("fetches no more ranges than it needs")
    func fetchesRanges() async throws {
        let source = Ranges(Self.image.file())
        let file = try await DICOMFile(reading: source, options: stopping())
        #expect(file.dataSet.outline == "00080060 CS 4354; 00100020 LO 4142" && file.isPartial)
        #expect(await source.fetched == 16 * 1024)
        let whole = try await DICOMFile(reading: source)
        #expect(whole.dataSet.count == 4 && !whole.isPartial)
        var limited = ReadingOptions()
        limited.limits.loadedBytes = 1_000
        await #expect(throws: DataSetError.self) { try await DICOMFile(reading: source, options: limited) }
    }
}

@Suite("Files in pieces")
struct DICOMFileAssemblerTests {
    private func assemble(
        _ bytes: [UInt8], _ options: ReadingOptions, split: (inout Int) -> Int
    ) throws(DataSetError) -> (file: DICOMFile, header: DICOMFile?) {
        var assembler = DICOMFileAssembler(options: options)
        var position = 0
        while position < bytes.count {
            let end = min(bytes.count, position + max(1, split(&position)))
            try assembler.append(Array(bytes[position..<end]))
            position = end
        }
        let header = assembler.header
        return (try assembler.finish(), header)
    }

    private func check(_ bytes: [UInt8], _ options: ReadingOptions, _ name: String, split: (inout Int) -> Int) {
        let whole = Result { () throws(DataSetError) in try DICOMFile(bytes: bytes, options: options) }
        let pieces = Result { () throws(DataSetError) in try assemble(bytes, options, split: split) }
        switch (whole, pieces) {
        case (.success(let whole), .success(let pieces)):
            #expect(pieces.file.dataSet.outline == whole.dataSet.outline && pieces.file.repairs == whole.repairs, "\(name)")
            guard let header = pieces.header else { return }
            var early = options
            early.stoppingBefore = .pixelData
            let expected = try? DICOMFile(bytes: bytes, options: early)
            #expect(header.dataSet.outline == expected?.dataSet.outline && header.repairs == expected?.repairs, "\(name)")
            #expect(header.stopOffset == expected?.stopOffset && header.transferSyntax == whole.transferSyntax, "\(name)")
        case (.failure(let whole), .failure(let pieces)): #expect(whole == pieces, "\(name)")
        default: Issue.record("\(name): \(whole) but \(pieces)")
        }
    }

    @Test("are the same as at once, byte by byte and in any pieces", arguments: GoldenObject.all)
    func areTheSame(object: GoldenObject) throws {
        let bytes = try object.bytes()
        for options in [ReadingOptions.strict, .lenient, .forensic] {
            check(bytes, options, object.name) { _ in 1 }
            var generator = SeededGenerator(seed: UInt64(bytes.count))
            for _ in 0..<5 { check(bytes, options, object.name) { _ in Int.random(in: 1...2_000, using: &generator) } }
        }
    }

    @Test("are the same as at once, of real and malformed files", .enabled(if: Corpus.isPresent))
    func areTheSameInCorpus() throws {
        var generator = SeededGenerator(seed: 3)
        for entry in Corpus.dataSets where entry.size < 300_000 {
            let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: entry.file)))
            for options in [ReadingOptions.lenient, .forensic] {
                check(bytes, options, entry.path) { _ in Int.random(in: 1...5_000, using: &generator) }
            }
            if entry.size < 10_000 { check(bytes, .lenient, entry.path) { _ in 1 } }
        }
    }

    @Test("have their header before their pixels")
    func haveHeaderEarly() throws {
        let front = Builder().element(0x0008_0060, "CS", "CT").element(0x0010_0020, "LO", "AB")
        let bytes = front.element(0x7FE0_0010, "OW", [UInt8](repeating: 0, count: 1_000_000)).file()
        var assembler = DICOMFileAssembler()
        try assembler.append(Array(bytes[..<400]))
        #expect(assembler.header?.dataSet.outline == "00080060 CS 4354; 00100020 LO 4142")
        #expect(assembler.header?.isPartial == true)
    }

    @Test("keep to the limit of what is loaded")
    func keepToLimit() throws {
        var options = ReadingOptions()
        options.limits.loadedBytes = 1_000
        var assembler = DICOMFileAssembler(options: options)
        try assembler.append([UInt8](repeating: 0, count: 1_000))
        let error = try #require(throws: DataSetError.self) { try assembler.append([0]) }
        #expect(error.code == .limitExceeded)
    }

    @Test("come from a stream, no further than is asked for")
    func comeFromStream() async throws {
        let bytes = Builder().element(0x0008_0060, "CS", "CT").element(0x7FE0_0010, "OW", [UInt8](repeating: 0, count: 100_000)).file()
        let chunks = AsyncStream<[UInt8]> { continuation in
            for start in stride(from: 0, to: bytes.count, by: 1_000) {
                continuation.yield(Array(bytes[start..<min(start + 1_000, bytes.count)]))
            }
            continuation.finish()
        }
        let file = try await DICOMFile(chunks: chunks, options: ReadingOptions(stoppingBefore: .pixelData))
        #expect(file.dataSet.outline == "00080060 CS 4354" && file.isPartial)
        let again = AsyncStream<[UInt8]> { continuation in
            continuation.yield(bytes)
            continuation.finish()
        }
        #expect(try await DICOMFile(chunks: again).dataSet.count == 2)
    }
}
