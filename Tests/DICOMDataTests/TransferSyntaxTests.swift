import DICOMData
import Testing

@Suite("Transfer syntaxes, PS3.5 Annex A")
struct TransferSyntaxTests {
    /// Copied by hand from PS3.5 Annex A and PS3.6 table A-1.
    struct Row: Sendable {
        var syntax: TransferSyntax
        var uid: String
        var word: String
        var isExplicitVR = true
        var isBigEndian = false
        var isDeflated = false
        var isEncapsulated = false
    }

    static let rows = [
        Row(syntax: .implicitVRLittleEndian, uid: "1.2.840.10008.1.2", word: "implicit-vr-little-endian", isExplicitVR: false),
        Row(syntax: .explicitVRLittleEndian, uid: "1.2.840.10008.1.2.1", word: "explicit-vr-little-endian"),
        Row(syntax: .explicitVRBigEndian, uid: "1.2.840.10008.1.2.2", word: "explicit-vr-big-endian", isBigEndian: true),
        Row(
            syntax: .deflatedExplicitVRLittleEndian, uid: "1.2.840.10008.1.2.1.99", word: "deflated-explicit-vr-little-endian",
            isDeflated: true),
        Row(
            syntax: .encapsulatedUncompressedExplicitVRLittleEndian, uid: "1.2.840.10008.1.2.1.98",
            word: "encapsulated-uncompressed-explicit-vr-little-endian", isEncapsulated: true),
        Row(syntax: .jpegBaseline8Bit, uid: "1.2.840.10008.1.2.4.50", word: "jpeg-baseline-8-bit", isEncapsulated: true),
        Row(syntax: .jpegExtended12Bit, uid: "1.2.840.10008.1.2.4.51", word: "jpeg-extended-12-bit", isEncapsulated: true),
        Row(syntax: .jpegLossless, uid: "1.2.840.10008.1.2.4.57", word: "jpeg-lossless", isEncapsulated: true),
        Row(syntax: .jpegLosslessSV1, uid: "1.2.840.10008.1.2.4.70", word: "jpeg-lossless-sv1", isEncapsulated: true),
        Row(syntax: .jpegLSLossless, uid: "1.2.840.10008.1.2.4.80", word: "jpeg-ls-lossless", isEncapsulated: true),
        Row(syntax: .jpegLSNearLossless, uid: "1.2.840.10008.1.2.4.81", word: "jpeg-ls-near-lossless", isEncapsulated: true),
        Row(syntax: .jpeg2000Lossless, uid: "1.2.840.10008.1.2.4.90", word: "jpeg-2000-lossless", isEncapsulated: true),
        Row(syntax: .jpeg2000, uid: "1.2.840.10008.1.2.4.91", word: "jpeg-2000", isEncapsulated: true),
        Row(syntax: .jpipReferenced, uid: "1.2.840.10008.1.2.4.94", word: "jpip-referenced"),
        Row(syntax: .jpipReferencedDeflate, uid: "1.2.840.10008.1.2.4.95", word: "jpip-referenced-deflate", isDeflated: true),
        Row(syntax: .jpegXLLossless, uid: "1.2.840.10008.1.2.4.110", word: "jpeg-xl-lossless", isEncapsulated: true),
        Row(syntax: .htJPEG2000Lossless, uid: "1.2.840.10008.1.2.4.201", word: "ht-jpeg-2000-lossless", isEncapsulated: true),
        Row(syntax: .htJPEG2000LosslessRPCL, uid: "1.2.840.10008.1.2.4.202", word: "ht-jpeg-2000-lossless-rpcl", isEncapsulated: true),
        Row(syntax: .htJPEG2000, uid: "1.2.840.10008.1.2.4.203", word: "ht-jpeg-2000", isEncapsulated: true),
        Row(
            syntax: .jpipHTJPEG2000ReferencedDeflate, uid: "1.2.840.10008.1.2.4.205", word: "jpip-ht-jpeg-2000-referenced-deflate",
            isDeflated: true),
        Row(syntax: .mpeg4HP41, uid: "1.2.840.10008.1.2.4.102", word: "mpeg4-hp41", isEncapsulated: true),
        Row(syntax: .rleLossless, uid: "1.2.840.10008.1.2.5", word: "rle-lossless", isEncapsulated: true),
        Row(
            syntax: .deflatedImageFrameCompression, uid: "1.2.840.10008.1.2.8.1", word: "deflated-image-frame-compression",
            isEncapsulated: true),
        Row(
            syntax: .smpteST2110_30PCMDigitalAudio, uid: "1.2.840.10008.1.2.7.3", word: "smpte-st2110-30-pcm-digital-audio"),
    ]

    @Test("encode as Annex A says", arguments: rows)
    func encodes(row: Row) {
        #expect(row.syntax.uid.rawValue == row.uid)
        #expect(row.syntax.commandLineKeyword == row.word)
        #expect(row.syntax.isExplicitVR == row.isExplicitVR)
        #expect(row.syntax.isBigEndian == row.isBigEndian)
        #expect(row.syntax.isDeflated == row.isDeflated)
        #expect(row.syntax.isEncapsulated == row.isEncapsulated)
    }

    @Test("are found by the word for the command line, the keyword and the UID", arguments: TransferSyntax.allRegistered)
    func isFound(syntax: TransferSyntax) throws {
        #expect(syntax.isRegistered)
        #expect(TransferSyntax(named: try #require(syntax.commandLineKeyword)) == syntax)
        #expect(TransferSyntax(named: try #require(syntax.keyword)) == syntax)
        #expect(TransferSyntax(named: syntax.uid.rawValue) == syntax)
        #expect(syntax.description == syntax.name)
    }

    @Test("are all that the registry has")
    func areComplete() {
        #expect(Set(TransferSyntax.allRegistered.map(\.uid)) == Set(UniqueIdentifier.allRegistered.filter { $0.kind == .transferSyntax }))
    }

    @Test("aren't found by other text", arguments: ["", "jpeg", "CTImageStorage", "1.2.840.10008.1.1", "1.2.840.10008.1.2."])
    func refusesOtherText(text: String) {
        #expect(TransferSyntax(named: text) == nil)
    }

    @Test("of vendors are held, and taken to be explicit little endian")
    func holdsPrivate() {
        let own = TransferSyntax(uid: "1.2.826.0.1.3680043.99.1")
        #expect(!own.isRegistered && own.isExplicitVR && !own.isBigEndian && !own.isDeflated && !own.isEncapsulated)
        #expect(own.name == nil && own.keyword == nil && own.commandLineKeyword == nil && own.description == own.uid.rawValue)
        #expect(!TransferSyntax(uid: "1.2.840.113619.5.2").isExplicitVR)
    }
}
