import DICOMBytes
import DICOMTestSupport
import Foundation
import Testing

@Suite("Byte sinks")
struct ByteSinkTests {
    @Test("make a file, and replace a longer one whole")
    func writeFile() throws {
        let file = ScratchFile()
        let long = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
        try ByteSink.write(long, to: file.path)
        #expect(try file.bytes() == long)
        try ByteSink.write([1, 2, 3], to: file.path)
        #expect(try file.bytes() == [1, 2, 3])
        try ByteSink.write([UInt8](), to: file.path)
        #expect(try file.bytes() == [])
    }

    @Test("say why a file cannot be made")
    func refuse() throws {
        let error = try #require(throws: ByteSourceError.self) {
            try ByteSink.write([1], to: FileManager.default.temporaryDirectory.path)
        }
        #expect(error.errno == EISDIR && error.step == .opening)
    }
}
