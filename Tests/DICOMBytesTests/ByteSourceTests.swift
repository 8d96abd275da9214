import DICOMBytes
import DICOMTestSupport
import Foundation
import Testing

@Suite("Byte sources")
struct ByteSourceTests {
    static let accesses: [ByteSource.Access] = [.automatic, .mapped, .loaded]

    /// 200,000 bytes lie above the size from which a file is mapped, 1,000 below; 4,096 is a page.
    @Test("lend the bytes of a file, however it was opened", arguments: accesses, [0, 1, 1_000, 4_096, 200_000])
    func lendFile(access: ByteSource.Access, count: Int) throws {
        let expected = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7) }
        let file = try ScratchFile(expected)
        let source = try ByteSource(path: file.path, access: access)
        #expect(source.count == count)
        #expect(source.bytes(in: 0..<count) == expected)
        source.withSpan { #expect($0.byteCount == count) }
        guard count > 10 else { return }
        #expect(source.bytes(in: 3..<7) == [21, 28, 35, 42])
        source.withSpan(of: count - 2..<count) { bytes in
            #expect(bytes.count == 2 && bytes[1] == expected[count - 1])
        }
        source.withSpan { #expect($0.uint8(at: 9) == 63) }
    }

    @Test("keep a mapped file after its name is gone")
    func outlivesName() throws {
        let source = try {
            let file = try ScratchFile([UInt8](repeating: 5, count: 100_000))
            return try ByteSource(path: file.path, access: .mapped)
        }()
        #expect(source.bytes(in: 99_998..<100_000) == [5, 5])
    }

    @Test("are not made of folders or missing files", arguments: accesses)
    func refuse(access: ByteSource.Access) throws {
        let missing = try #require(throws: ByteSourceError.self) { try ByteSource(path: ScratchFile().path, access: access) }
        #expect(missing.errno == ENOENT && missing.step == .opening)
        #expect(missing.reason == "No such file or directory")
        let folder = try #require(throws: ByteSourceError.self) {
            try ByteSource(path: FileManager.default.temporaryDirectory.path, access: access)
        }
        #expect(folder.errno == EISDIR && folder.step == .opening)
    }

    @Test("load no more than the limit, which a mapping does not touch")
    func keepLimit() throws {
        let file = try ScratchFile([UInt8](repeating: 1, count: 1_000))
        let error = try #require(throws: ByteSourceError.self) { try ByteSource(path: file.path, access: .loaded, limit: 999) }
        #expect(error.errno == EFBIG && error.step == .reading)
        #expect(try ByteSource(path: file.path, access: .loaded, limit: 1_000).count == 1_000)
        #expect(try ByteSource(path: file.path, access: .mapped, limit: 10).count == 1_000)
    }

    @Test("read a named pipe to its end, in as many parts as it takes", arguments: [0, 5, 1 << 20, (3 << 20) + 1])
    func readPipe(count: Int) async throws {
        let pipe = ScratchFile()
        // unsafe: the path is lent to C as a terminated string for the call.
        let made = unsafe mkfifo(pipe.path, 0o600)
        try #require(made == 0)
        let expected = (0..<count).map { UInt8(truncatingIfNeeded: $0 % 251) }
        let writer = Thread {
            guard let handle = FileHandle(forWritingAtPath: pipe.path) else { return }
            try? handle.write(contentsOf: expected)
            try? handle.close()
        }
        writer.start()
        let source = try ByteSource(path: pipe.path)
        #expect(source.bytes(in: 0..<source.count) == expected)
    }

    @Test("stop a pipe at the limit")
    func limitPipe() throws {
        let pipe = ScratchFile()
        // unsafe: the path is lent to C as a terminated string for the call.
        let made = unsafe mkfifo(pipe.path, 0o600)
        try #require(made == 0)
        let writer = Thread {
            guard let handle = FileHandle(forWritingAtPath: pipe.path) else { return }
            try? handle.write(contentsOf: [UInt8](repeating: 1, count: 2_000))
            try? handle.close()
        }
        writer.start()
        let error = try #require(throws: ByteSourceError.self) { try ByteSource(path: pipe.path, limit: 1_999) }
        #expect(error.errno == EFBIG)
    }

    @Test("decode UTF-8, and know plain ASCII wherever other bytes stand")
    func decode() {
        let source = ByteSource([0x41, 0xC3, 0xA9, 0xFF, 0x42, 0x1B])
        #expect(source.utf8(in: 0..<3) == "A\u{E9}")
        #expect(source.utf8(in: 3..<5) == "\u{FFFD}B")
        for length in 0..<20 {
            // Beside 0x1B on both sides, which is ESC.
            let plain = (0..<length).map { place -> UInt8 in place % 2 == 0 ? 0x1A : 0x1C }
            #expect(isPlainASCII(plain))
            for place in 0..<length {
                for byte in [0x1B, 0x80, 0xFF, 0x9B] as [UInt8] {
                    var other = plain
                    other[place] = byte
                    #expect(!isPlainASCII(other))
                }
            }
        }
    }

    private func isPlainASCII(_ bytes: [UInt8]) -> Bool { bytes.span.isPlainASCII }
}
