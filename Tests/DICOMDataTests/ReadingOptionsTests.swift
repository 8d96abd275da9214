import DICOMData
import DICOMTestSupport
import Testing

@Suite("Reading limits")
struct ReadingOptionsTests {
    private func nested(_ depth: Int, _ lengths: DICOMBytesBuilder.Lengths) -> DICOMBytesBuilder {
        (0..<depth).reduce(DICOMBytesBuilder()) { inner, _ in DICOMBytesBuilder().sequence(0x0040_A730, [inner], lengths: lengths) }
    }

    static let modes: [ReadingOptions] = [.strict, .lenient]

    @Test("let sequences nest as deep as they say and no deeper", arguments: modes, DICOMBytesBuilder.Lengths.allCases)
    func limitDepth(options: ReadingOptions, lengths: DICOMBytesBuilder.Lengths) throws {
        var options = options
        #expect(options.limits.depth == 64)
        var dataSet = try DICOMFile(bytes: nested(64, lengths).file(), options: options).dataSet
        var depth = 0
        while let inner = dataSet.first?.items.first {
            dataSet = inner
            depth += 1
        }
        #expect(depth == 64)
        let error = try #require(throws: DataSetError.self) { try DICOMFile(bytes: nested(65, lengths).file(), options: options) }
        #expect(error.code == .limitExceeded && error.path.steps.count == 65)
        options.limits.depth = 2
        #expect(throws: DataSetError.self) { try DICOMFile(bytes: nested(3, lengths).file(), options: options) }
    }

    /// Nesting costs 20 bytes a level: a file of 2 MB could ask for 100,000.
    @Test("keep a file that is nothing but nested sequences from using up the stack")
    func survivesDeepNesting() throws {
        let level = DICOMBytesBuilder().header(0x0040_A730, "SQ", length: .max).marker(DICOMBytesBuilder.item, length: .max).bytes
        let bytes = DICOMBytesBuilder().raw(Array(repeating: level, count: 100_000).flatMap { $0 }).file()
        let error = try #require(throws: DataSetError.self) { try DICOMFile(bytes: bytes) }
        #expect(error.code == .limitExceeded)
    }

    @Test("count elements, items and fragments together", arguments: modes)
    func limitElements(options: ReadingOptions) throws {
        var options = options
        // Two of File Meta Information, then: sequence, two items, an element; offset table and a fragment of Pixel Data.
        let item = DICOMBytesBuilder().element(0x0008_0100, "SH", "T1")
        let builder = DICOMBytesBuilder().sequence(0x0040_A730, [item, DICOMBytesBuilder()]).fragments([[1, 2]])
        options.limits.elements = 9
        #expect(try DICOMFile(bytes: builder.file(), options: options).dataSet.count == 2)
        options.limits.elements = 8
        let error = try #require(throws: DataSetError.self) { try DICOMFile(bytes: builder.file(), options: options) }
        #expect(error.code == .limitExceeded)
        for limit in 1..<8 {
            options.limits.elements = limit
            #expect(throws: DataSetError.self) { try DICOMFile(bytes: builder.file(), options: options) }
        }
    }

    @Test("end a file that needs more repairs than they allow")
    func limitRepairs() throws {
        var options = ReadingOptions.lenient
        options.limits.repairs = 3
        func strays(_ count: Int) -> [UInt8] {
            (0..<count).reduce(DICOMBytesBuilder().element(0x0008_0060, "CS", "CT")) { builder, _ in
                builder.marker(DICOMBytesBuilder.itemDelimiter)
            }.file()
        }
        #expect(try DICOMFile(bytes: strays(3), options: options).repairs.count == 3)
        let error = try #require(throws: DataSetError.self) { try DICOMFile(bytes: strays(4), options: options) }
        #expect(error.code == .limitExceeded && error.offset == 172 + 10 + 3 * 8)
        #expect(try DICOMFile(bytes: strays(10_000)).repairs.count == 10_000)
        #expect(throws: DataSetError.self) { try DICOMFile(bytes: strays(10_001)) }
    }

    @Test("bound what is loaded, not what is mapped")
    func limitBytes() throws {
        let file = try ScratchFile(DICOMBytesBuilder().element(0x0008_0060, "CS", "CT").file())
        var options = ReadingOptions(fileAccess: .loaded)
        options.limits.loadedBytes = 100
        let error = try #require(throws: DataSetError.self) { try DICOMFile(at: file.path, options: options) }
        #expect(error.code == .unreadable)
        options.fileAccess = .mapped
        #expect(try DICOMFile(at: file.path, options: options).dataSet.count == 1)
    }
}
