import DICOMData
import DICOMObjects
import DICOMTestSupport
import Foundation
import Testing

@Suite("Segmentations, real world values and key objects, PS3.3 C.8.20, C.7.6.16.2.11 and C.17.6")
struct SegmentationTests {
    private func item(_ fill: (inout DataSet) throws -> Void) rethrows -> DataSet {
        var item = DataSet()
        try fill(&item)
        return item
    }

    @Test("tell segments, their frames and the images that they were made from")
    func segmentation() throws {
        let dataSet = try item {
            try $0.set(.segmentationType, to: "FRACTIONAL")
            try $0.set(.maximumFractionalValue, to: 200)
            let segment = try item {
                try $0.set(.segmentNumber, to: 7)
                try $0.set(.segmentLabel, to: "Liver")
                try $0.set(.recommendedDisplayCIELabValue, to: .integers([1, 2, 3]))
            }
            try $0.set(.segmentSequence, to: .items([segment]))
            let source = try item {
                try $0.set(.referencedSOPInstanceUID, to: "1.2.3.4")
                try $0.set(.referencedFrameNumber, to: .integers([2]))
            }
            let derivation = try item { try $0.set(.sourceImageSequence, to: .items([source])) }
            let identification = try item { try $0.set(.referencedSegmentNumber, to: 7) }
            let frame = try item {
                try $0.set(.derivationImageSequence, to: .items([derivation]))
                try $0.set(.segmentIdentificationSequence, to: .items([identification]))
            }
            try $0.set(.perFrameFunctionalGroupsSequence, to: .items([DataSet(), frame]))
        }
        let segmentation = try Segmentation(dataSet)
        #expect(segmentation.kind == .fractional && segmentation.maximumFractionalValue == 200)
        let segment = try #require(try segmentation.segments.first)
        #expect(segment.number == 7 && segment.label == "Liver" && segment.color == CIELabColor(encodedLightness: 1, a: 2, b: 3))
        #expect(try segmentation.segment(ofFrame: 0) == nil && segmentation.segment(ofFrame: 1) == 7)
        #expect(try segmentation.frames(over: "1.2.3.4", frame: 1, of: 2) == [1])
        #expect(try segmentation.frames(over: "1.2.3.4", frame: 0, of: 2).isEmpty)
        #expect(throws: ObjectError.self) { try Segmentation(DataSet()) }
    }

    @Test("map stored values by a line or a table, and not beyond what is mapped")
    func realWorldValues() throws {
        let line = try RealWorldValueMapping(
            item {
                try $0.set(.realWorldValueFirstValueMapped, to: 0)
                try $0.set(.realWorldValueLastValueMapped, to: 100)
                try $0.set(.realWorldValueSlope, to: 0.5)
                try $0.set(.realWorldValueIntercept, to: -1.0)
            })
        #expect(line.value(of: 100) == 49 && line.value(of: 101) == nil && line.value(of: .nan) == nil)
        let table = try RealWorldValueMapping(
            item {
                try $0.set(.realWorldValueFirstValueMapped, to: 10)
                try $0.set(.realWorldValueLastValueMapped, to: 12)
                try $0.set(.realWorldValueLUTData, to: .numbers([1.5, 2.5]))
            })
        // The table is a value short.
        #expect(table.value(of: 10) == 1.5 && table.value(of: 11) == 2.5 && table.value(of: 12) == nil)
        #expect(throws: ObjectError.self) { try RealWorldValueMapping(DataSet()) }
    }

    @Test("list the images and frames that are marked")
    func keyObjects() throws {
        let document = try item {
            let reference = try item {
                try $0.set(.referencedSOPClassUID, to: "1.2.840.10008.5.1.4.1.1.2")
                try $0.set(.referencedSOPInstanceUID, to: "1.2.3.4")
                try $0.set(.referencedFrameNumber, to: .integers([3, 5]))
            }
            let image = try item {
                try $0.set(.valueType, to: "IMAGE")
                try $0.set(.referencedSOPSequence, to: .items([reference]))
            }
            let text = try item {
                try $0.set(.valueType, to: "TEXT")
                try $0.set(.textValue, to: "Für das Gespräch")
            }
            try $0.set(.contentSequence, to: .items([text, image]))
            let title = try item {
                try $0.set(.codeValue, to: "113000")
                try $0.set(.codingSchemeDesignator, to: "DCM")
                try $0.set(.codeMeaning, to: "Of Interest")
            }
            try $0.set(.conceptNameCodeSequence, to: .items([title]))
            let series = try item {
                try $0.set(.seriesInstanceUID, to: "1.2.3")
                try $0.set(.referencedSOPSequence, to: .items([reference]))
            }
            let study = try item { try $0.set(.referencedSeriesSequence, to: .items([series])) }
            try $0.set(.currentRequestedProcedureEvidenceSequence, to: .items([study]))
        }
        let selection = KeyObjectSelection(document)
        #expect(try selection.title == .init(value: "113000", scheme: "DCM", meaning: "Of Interest"))
        #expect(try selection.texts == ["Für das Gespräch"])
        #expect(try selection.images.map(\.frameNumbers) == [[3, 5]])
        #expect(try selection.series.map(\.seriesInstanceUID) == ["1.2.3"])
    }

    @Test("of the corpus are read", .enabled(if: Corpus.isPresent))
    func readsCorpus() throws {
        let folder = try #require(Corpus.folder).appendingPathComponent("dicom")
        let liver = try Segmentation(DICOMFile(at: folder.appendingPathComponent("pydicom-data/liver.dcm").path).dataSet)
        #expect(try liver.kind == .binary && liver.segments.count == 1 && liver.segment(ofFrame: 2) == 1)
        let map = try DICOMFile(at: folder.appendingPathComponent("pydicom-data/parametric_map_float.dcm").path).dataSet
        #expect(try RealWorldValueMapping.mappings(of: map, frame: 0).count == 1)
    }
}
