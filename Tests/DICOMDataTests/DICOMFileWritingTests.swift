import DICOMData
import DICOMTestSupport
import Foundation
import Testing

@Suite("Writing files")
struct DICOMFileWritingTests {
    @Test("gives what was read byte for byte where nothing was edited", arguments: GoldenObject.all)
    func identity(golden: GoldenObject) throws {
        let bytes = try golden.bytes()
        #expect(try DICOMFile(bytes: bytes).bytes() == bytes)
    }

    @Test(
        "gives every file of the corpus back: the same bytes where it keeps to the standard, the same elements everywhere",
        .enabled(if: Corpus.isPresent))
    func corpusIdentity() throws {
        var same = 0
        var equal = 0
        for entry in Corpus.dataSets {
            guard let file = try? DICOMFile(at: entry.file) else { continue }
            let original = try Data(contentsOf: URL(fileURLWithPath: entry.file))
            let written: [UInt8]
            do {
                written = try file.bytes()
            } catch {
                // Its transfer syntax is no text of the default repertoire: what cannot be named cannot be written.
                if !entry.path.hasSuffix("TC0583_meta_0010_vr_2055.dcm") { Issue.record("\(entry.path): \(error)") }
                continue
            }
            // Group lengths of many files are wrong, and are made right.
            if file.repairs.isEmpty, file.transferSyntax.quirk == nil, !file.transferSyntax.isDeflated, !file.dataSet.hasGroupLengths {
                #expect(Data(written) == original, "\(entry.path)")
                same += 1
            }
            let again = try DICOMFile(bytes: written)
            #expect(try again.bytes() == written, "\(entry.path)")
            // Hexadecimal text of large pixels takes its time in a debug build.
            if entry.size < 300_000 {
                let (found, expected) = (again.dataSet.withoutGroupLengths, file.dataSet.withoutGroupLengths)
                #expect(found.outline(asWritten: true) == expected.outline(asWritten: true), "\(entry.path)")
            }
            #expect(again.repairs.count <= file.repairs.count, "\(entry.path): \(again.repairs)")
            equal += 1
        }
        #expect(same > 300 && equal > 500, "\(same) and \(equal) files were compared")
    }

    @Test(
        "converts between encodings as pydicom writes them",
        arguments: [
            ("every-representation-explicit", "every-representation-implicit"),
            ("every-representation-explicit", "every-representation-big-endian"),
            ("every-representation-big-endian", "every-representation-explicit"),
            ("every-representation-big-endian", "every-representation-implicit"),
            ("enhanced-explicit", "enhanced-implicit"),
        ])
    func converts(from: String, to: String) throws {
        var source = try DICOMFile(at: GoldenObject.named(from).path)
        let target = try DICOMFile(at: GoldenObject.named(to).path)
        for own in [DataElement.Tag.sopInstanceUID, .seriesInstanceUID, .studyDescription, .seriesNumber, .instanceNumber] {
            if let element = target.dataSet[own] { source.dataSet.set(element) }
        }
        let converted = try DICOMFile(bytes: try source.bytes(as: target.transferSyntax), options: .strict)
        #expect(converted.transferSyntax == target.transferSyntax)
        #expect(converted.dataSet.outline == target.dataSet.outline)
    }

    @Test("ends sequences by lengths or by delimiters, as asked", arguments: [WritingOptions.SequenceLengths.defined, .undefined])
    func sequenceLengths(lengths: WritingOptions.SequenceLengths) throws {
        let file = try DICOMFile(at: GoldenObject.named("enhanced-explicit").path)
        let again = try DICOMFile(bytes: file.bytes(options: WritingOptions(sequenceLengths: lengths)), options: .strict)
        #expect(again.dataSet.outline == file.dataSet.outline)
        let sequences = again.dataSet.filter { $0.valueRepresentation == .sq }
        #expect(!sequences.isEmpty && sequences.allSatisfy { $0.hasUndefinedLength == (lengths == .undefined) })
    }

    @Test("makes group lengths right, or leaves them out")
    func groupLengths() throws {
        let wrong = DICOMBytesBuilder().element(0x0008_0000, "UL", [0, 0, 0, 0]).element(0x0008_0060, "CS", "CT")
            .element(0x0010_0000, "UL", [9, 9, 0, 0]).element(0x0010_0020, "LO", "P-17")
        let file = try DICOMFile(bytes: wrong.file())
        let corrected = try DICOMFile(bytes: file.bytes())
        #expect(try corrected.dataSet.integer(DataElement.Tag(0x0008_0000)) == 8 + 2)
        #expect(try corrected.dataSet.integer(DataElement.Tag(0x0010_0000)) == 8 + 4)
        let removed = try DICOMFile(bytes: file.bytes(options: WritingOptions(groupLengths: .removed)))
        #expect(removed.dataSet.map(\.tag) == [.modality, .patientID])
        // One that no element of its group follows.
        let lone = DICOMBytesBuilder().element(0x0008_0000, "UL", [9, 9, 0, 0]).element(0x0010_0020, "LO", "P-17")
        #expect(try DICOMFile(bytes: DICOMFile(bytes: lone.file()).bytes()).dataSet.map(\.tag) == [.patientID])
    }

    @Test("is read in the byte order that it declares where the first group, 0000, shows none", arguments: [true, false])
    func groupZero(isBigEndian: Bool) throws {
        let elements = DICOMBytesBuilder(isBigEndian ? .explicitBigEndian : .explicit)
            .element(0x0000_0002, "UI", "1.2.840.10008.1.1\0").element(0x0028_0010, "US", words: [0x0102])
        let file = try DICOMFile(bytes: elements.file(transferSyntax: isBigEndian ? "1.2.840.10008.1.2.2" : "1.2.840.10008.1.2.1"))
        #expect(file.repairs.isEmpty)
        #expect(try file.dataSet.integer(.rows) == 0x0102)
    }

    @Test("writes a value too long for a 16-bit length under the name UN (PS3.5 6.2.2)")
    func longValues() throws {
        var dataSet = DataSet()
        try dataSet.set(DataElement.Tag(0x0028_3006), to: .integers([Int](repeating: 7, count: 40_000)), as: .us)
        let again = try DICOMFile(bytes: try DICOMFile(dataSet).bytes(), options: .strict)
        #expect(again.dataSet[DataElement.Tag(0x0028_3006)]?.valueRepresentation == .un)
        #expect(again.dataSet[DataElement.Tag(0x0028_3006)]?.length == 80_000)
    }

    @Test("gives a new file a preamble and File Meta Information (PS3.10 7.1)")
    func newFile() throws {
        var dataSet = DataSet()
        try dataSet.set(.sopClassUID, to: "1.2.840.10008.5.1.4.1.1.7")
        try dataSet.set(.sopInstanceUID, to: "2.25.1")
        try dataSet.set(.patientName, to: "Müller^Jürgen")
        let again = try DICOMFile(bytes: try DICOMFile(dataSet).bytes(), options: .strict)
        let meta = again.fileMetaInformation
        #expect(try meta.uniqueIdentifier(.mediaStorageSOPClassUID) == "1.2.840.10008.5.1.4.1.1.7")
        #expect(try meta.uniqueIdentifier(.mediaStorageSOPInstanceUID) == "2.25.1")
        #expect(try meta.uniqueIdentifier(.transferSyntaxUID) == TransferSyntax.explicitVRLittleEndian.uid)
        #expect(meta[.fileMetaInformationVersion]?.bytes == [0, 1])
        #expect(try meta.uniqueIdentifier(.implementationClassUID)?.isValid == true)
        #expect(try again.dataSet.strings(.specificCharacterSet) == ["ISO_IR 192"])
        #expect(try again.dataSet.string(.patientName) == "Müller^Jürgen")
    }

    @Test("replaces the file that is being read, and leaves nothing else behind")
    func replaces() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("hounsfield-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("a.dcm").path
        try Data(try GoldenObject.named("grey-8-explicit").bytes()).write(to: URL(fileURLWithPath: path))

        var file = try DICOMFile(at: path, options: ReadingOptions(fileAccess: .mapped))
        let pixels = file.dataSet[.pixelData]?.bytes
        try file.dataSet.set(.patientID, to: "P-17")
        try file.write(to: path)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.dcm"])
        let again = try DICOMFile(at: path, options: .strict)
        #expect(try again.dataSet.string(.patientID) == "P-17")
        #expect(again.dataSet[.pixelData]?.bytes == pixels)
    }

    @Test("names a folder that is not there")
    func unwritable() throws {
        let file = try DICOMFile(at: GoldenObject.all[0].path)
        #expect { try file.write(to: "/nowhere/at/all.dcm") } throws: { ($0 as? DataSetError)?.code == .unwritable }
    }

    @Test("hands on blocks that add up to the file, and stops when they are refused")
    func blocks() throws {
        let file = try DICOMFile(at: GoldenObject.named("enhanced-explicit").path)
        var gathered: [UInt8] = []
        try file.forEachBlock { span in for index in span.indices { gathered.append(span[index]) } }
        #expect(gathered == (try file.bytes()))
        struct Full: Error {}
        #expect(throws: Full.self) { try file.forEachBlock { _ in throw Full() } }
    }

    @Test("does not relabel pixels that would have to be decoded or encoded")
    func keepsPixels() throws {
        let native = try DICOMFile(at: GoldenObject.named("grey-8-explicit").path)
        let encapsulated = try DICOMFile(at: GoldenObject.named("grey-8-rle").path)
        #expect { try native.bytes(as: .rleLossless) } throws: { ($0 as? DataSetError)?.code == .unsupportedTransferSyntax }
        #expect { try encapsulated.bytes(as: .implicitVRLittleEndian) } throws: {
            ($0 as? DataSetError)?.code == .unsupportedTransferSyntax
        }
    }

    @Test("does not write a file of which only a part was read")
    func partial() throws {
        let path = GoldenObject.named("enhanced-explicit").path
        for options in [ReadingOptions(stoppingBefore: .pixelData), ReadingOptions(only: [.patientID, .pixelData])] {
            let file = try DICOMFile(at: path, options: options)
            #expect(file.isPartial)
            #expect { try file.bytes() } throws: { ($0 as? DataSetError)?.code == .incomplete }
        }
    }

    @Test("writes implicit File Meta Information as explicit (PS3.10 7.1)")
    func implicitMeta() throws {
        let meta = DICOMBytesBuilder(.implicit).element(0x0002_0001, "OB", [0, 1]).element(0x0002_0010, "UI", "1.2.840.10008.1.2.1")
        let bytes =
            [UInt8](repeating: 0, count: 128) + Array("DICM".utf8) + meta.bytes + DICOMBytesBuilder().element(0x0008_0060, "CS", "CT").bytes
        let file = try DICOMFile(bytes: bytes)
        #expect(!file.repairs.isEmpty)
        let clean = try DICOMFile(bytes: file.bytes(), options: .strict)
        #expect(try clean.dataSet.string(.modality) == "CT" && clean.fileMetaInformation[.fileMetaInformationVersion]?.bytes == [0, 1])
    }

    @Test("writes private fragments of an implicit data set, and numbers under the name UN in little-endian order")
    func privateValues() throws {
        let fragments = DICOMBytesBuilder(.implicit).element(0x7FE1_0010, "LO", "ACME").header(0x7FE1_1060, "OB", length: .max)
            .raw([0xFE, 0xFF, 0x00, 0xE0, 2, 0, 0, 0, 7, 8, 0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0])
        let file = try DICOMFile(bytes: fragments.file())
        #expect(try DICOMFile(bytes: file.bytes()).dataSet.outline == file.dataSet.outline)

        var dataSet = DataSet()
        try dataSet.set(DataElement.Tag(0x0028_3006), to: .integers([Int](repeating: 0x0102, count: 40_000)), as: .us)
        let big = try DICOMFile(bytes: try DICOMFile(dataSet).bytes(as: .explicitVRBigEndian)).dataSet[DataElement.Tag(0x0028_3006)]
        #expect(big?.valueRepresentation == .un && big?.bytes.prefix(2) == [2, 1])
    }

    @Test("keeps the rights of a file that it replaces, and follows links")
    func rights() throws {
        let (file, link) = (try ScratchFile(GoldenObject.all[0].bytes()), ScratchFile())
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: file.path)
        try DICOMFile(at: file.path).write(to: link.path)
        #expect(try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int == 0o600)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == file.path)
    }

    @Test("does not nest deeper than anybody reads")
    func depth() throws {
        var dataSet = DataSet()
        for _ in 0..<600 {
            var outer = DataSet()
            try outer.set(.referencedImageSequence, to: .items([dataSet]))
            dataSet = outer
        }
        let file = DICOMFile(dataSet)
        #expect { try file.bytes() } throws: { ($0 as? DataSetError)?.code == .limitExceeded }
    }
}
