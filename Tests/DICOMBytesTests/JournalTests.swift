import DICOMBytes
import DICOMTestSupport
import Foundation
import Testing

@Suite("Journals")
struct JournalTests {
    @Test("keep their lines for the next one who opens them")
    func lines() throws {
        let file = ScratchFile()
        var journal: Journal? = try Journal(at: file.path)
        #expect(journal?.lines == [])
        try journal?.append("one")
        try journal?.append("two")
        journal = nil
        let again = try Journal(at: file.path)
        #expect(again.lines == ["one", "two"])
    }

    @Test("leave out a line that was not finished, and begin anew behind the last one that was")
    func torn() throws {
        let file = try ScratchFile(Array("one\ntw".utf8))
        var journal: Journal? = try Journal(at: file.path)
        #expect(journal?.lines == ["one"])
        try journal?.append("three")
        journal = nil
        #expect(try file.bytes() == Array("one\nthree\n".utf8))
    }

    @Test("are held by one at a time")
    func held() throws {
        let file = ScratchFile()
        let journal = try Journal(at: file.path)
        try withExtendedLifetime(journal) {
            let error = try #require(throws: ByteSourceError.self) { _ = try Journal(at: file.path) }
            #expect(error.errno == EWOULDBLOCK)
        }
    }

    @Test("are no links")
    func link() throws {
        let (file, target) = (ScratchFile(), try ScratchFile([1]))
        try FileManager.default.createSymbolicLink(atPath: file.path, withDestinationPath: target.path)
        #expect(throws: ByteSourceError.self) { _ = try Journal(at: file.path) }
    }
}
