import DICOMData
import DICOMObjects
import DICOMTestSupport
import Testing

@Suite("Damaged objects")
struct MutationTests {
    @Test("give meaning or an error, never a trap and never a hang")
    func areSurvived() {
        let clock = ContinuousClock()
        for number in Mutation.numbers(default: 2_000) {
            let mutation = Mutation(number, of: Mutation.originals)
            let start = clock.now
            if let file = try? DICOMFile(bytes: mutation.bytes) { read(file, number) }
            #expect(clock.now - start < .seconds(20), "mutation \(number)")
        }
    }

    private func read(_ file: DICOMFile, _ number: Int) {
        let dataSet = file.dataSet
        let patient = Patient(dataSet)
        _ = try? (patient.identifier, patient.otherIdentifiers, patient.name, patient.nhsNumber)
        if let image = try? ImagePixelDescription(dataSet) {
            _ = try? image.checkPixelData(of: dataSet, transferSyntax: file.transferSyntax)
            if let element = dataSet[image.content.tag], let frame = try? image.nativeFrame(image.numberOfFrames - 1, in: element.length) {
                #expect(frame.bytes.upperBound <= element.length, "mutation \(number)")
            }
        }
        for group in OverlayPlane.groups(in: dataSet) {
            guard let overlay = try? OverlayPlane(dataSet, group: group), let bits = try? overlay.bits() else { continue }
            #expect(bits.count == overlay.rows * overlay.columns, "mutation \(number)")
        }
        for component in PaletteColorModule.Component.allCases { _ = try? PaletteColorModule(dataSet).table(component) }
        let groups = FunctionalGroups(dataSet)
        _ = try? groups.dimensions
        for frame in [0, groups.perFrameCount] {
            _ = try? ModalityLUTModule(groups, frame: frame).lookupTable
            let voi = VOILUTModule(groups, frame: frame)
            _ = try? (voi.windows.map { try $0.values() }, voi.lookupTable(0))
            _ = try? FrameContent(groups, frame: frame)?.dimensionIndexValues
        }
        if let slices = try? ImageSlice.slices(of: dataSet) {
            let volumes = ImageVolume.volumes(from: slices)
            #expect(volumes.reduce(0) { $0 + $1.slices.count + $1.duplicates.count } == slices.count, "mutation \(number)")
        }
    }
}
