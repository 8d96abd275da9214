import DICOMData
import DICOMObjects
import DICOMTestSupport
import Testing

@Suite("Functional groups, PS3.3 C.7.6.16")
struct FunctionalGroupsTests {
    private static let window = DataElement.Tag(0x0028_1050)
    private static let voi = DataElement.Tag(0x0028_9132)

    private static func group(_ center: String?) -> DICOMBytesBuilder {
        let item = center.map { DICOMBytesBuilder().element(0x0028_1050, "DS", $0) } ?? DICOMBytesBuilder()
        return DICOMBytesBuilder().sequence(0x0028_9132, [item])
    }

    /// Four frames: one of its own, an empty item, no macro, an empty sequence.
    private func groups(shared: String?) throws -> (FunctionalGroups, DataSet) {
        let frames = [
            Self.group("1"), Self.group(nil), DICOMBytesBuilder(), DICOMBytesBuilder().sequence(0x0028_9132, []),
        ]
        let builder = DICOMBytesBuilder().element(0x0028_1050, "DS", "9").sequence(0x5200_9229, [Self.group(shared)])
            .sequence(0x5200_9230, frames)
        let dataSet = try DICOMFile(bytes: builder.file(), options: .strict).dataSet
        return (FunctionalGroups(dataSet), dataSet)
    }

    @Test("give the frame's own macro, else the shared one; an empty one counts as absent")
    func giveItem() throws {
        let (groups, _) = try groups(shared: "5")
        let centers = try (-1...4).map { try groups.item(Self.voi, frame: $0)?.string(Self.window) }
        #expect(centers == ["5", "1", "5", "5", "5", "5"])
        #expect(groups.item(DataElement.Tag(0x0028_9145), frame: 0) == nil)
    }

    @Test("look attributes up at the top level where no macro holds them")
    func giveScope() throws {
        let (groups, dataSet) = try groups(shared: nil)
        #expect(try groups.scope(Self.voi, frame: 0, holding: Self.window).string(Self.window) == "1")
        #expect(try groups.scope(Self.voi, frame: 1, holding: Self.window).string(Self.window) == "9")
        #expect(groups.scope(Self.voi, frame: 0, holding: .rows).count == dataSet.count)
    }

    @Test("are none in an object without them")
    func areNone() throws {
        let dataSet = try DICOMFile(bytes: DICOMBytesBuilder().element(0x0028_1050, "DS", "9").file()).dataSet
        let groups = FunctionalGroups(dataSet)
        #expect(groups.item(Self.voi, frame: 0) == nil)
        #expect(try groups.scope(Self.voi, frame: 0, holding: Self.window).string(Self.window) == "9")
    }

    /// The values that Scripts/make-dicom-test-data writes: slope 1 + frame / 4, intercept -1000 - frame, center 30 + 10 frame.
    @Test("of golden objects hold each frame's rescale and window", arguments: ["enhanced-explicit", "enhanced-implicit"])
    func readGolden(name: String) throws {
        let groups = FunctionalGroups(try DICOMFile(at: GoldenObject.named(name).path).dataSet)
        for frame in 0..<4 {
            let rescale = try #require(groups.item(DataElement.Tag(0x0028_9145), frame: frame))
            #expect(try rescale.double(DataElement.Tag(0x0028_1053)) == 1 + Double(frame) / 4)
            #expect(try rescale.double(DataElement.Tag(0x0028_1052)) == Double(-1000 - frame))
            #expect(try groups.item(Self.voi, frame: frame)?.double(Self.window) == Double(30 + 10 * frame))
            let spacing = try #require(groups.item(DataElement.Tag(0x0028_9110), frame: frame))
            #expect(try spacing.doubles(DataElement.Tag(0x0028_0030)) == [0.75, 0.5])
        }
    }

    @Test("say where a frame stands in its stack and along the dimensions")
    func giveContent() throws {
        let content = DICOMBytesBuilder().element(0x0018_9074, "DT", "20260101120000").element(0x0020_9056, "SH", "S")
            .element(0x0020_9057, "UL", longs: [4]).element(0x0020_9128, "UL", longs: [2]).element(0x0020_9156, "US", words: [9])
            .element(0x0020_9157, "UL", longs: [1, 4, 2]).element(0x0020_9453, "LO", "late")
        let pointers = [[0x20, 0x9056], [0x20, 0x9057], [0x20, 0x9128]].map { (pointer: [UInt16]) in
            DICOMBytesBuilder().element(0x0020_9164, "UI", "1.2").element(0x0020_9165, "AT", words: pointer)
                .element(0x0020_9167, "AT", words: [0x20, 0x9111]).element(0x0020_9421, "LO", "a dimension")
        }
        let frame = DICOMBytesBuilder().sequence(0x0020_9111, [content])
        let builder = DICOMBytesBuilder().sequence(0x0020_9222, pointers).sequence(0x5200_9230, [DICOMBytesBuilder(), frame])
        let groups = FunctionalGroups(try DICOMFile(bytes: builder.file()).dataSet)
        #expect(FrameContent(groups, frame: 0) == nil && groups.perFrameCount == 2 && groups.isPresent)
        let read = try #require(FrameContent(groups, frame: 1))
        #expect(try read.stackID == "S" && read.inStackPositionNumber == 4 && read.temporalPositionIndex == 2)
        #expect(try read.dimensionIndexValues == [1, 4, 2] && read.frameAcquisitionNumber == 9 && read.frameLabel == "late")
        let noon = DateTime(try #require(CalendarDate(year: 2026, month: 1, day: 1)), TimeOfDay(hour: 12, minute: 0, second: 0))
        #expect(try read.frameAcquisitionDateTime == noon)
        let dimensions = try groups.dimensions
        #expect(dimensions.map(\.pointer) == [.stackID, .inStackPositionNumber, .temporalPositionIndex])
        #expect(dimensions.allSatisfy { $0.functionalGroupPointer == .frameContentSequence && $0.label == "a dimension" })
        #expect(dimensions.allSatisfy { $0.organizationUID == "1.2" })
    }

    @Test("that do not fit the frames, or are no sequences, are refused by name")
    func refuse() throws {
        let (groups, _) = try groups(shared: nil)
        try groups.check(numberOfFrames: 4)
        let error = try #require(throws: ObjectError.self) { try groups.check(numberOfFrames: 5) }
        #expect(error.code == .invalidFunctionalGroups && error.tag == .perFrameFunctionalGroupsSequence)
        let builder = DICOMBytesBuilder().element(0x0008_0060, "CS", "MR").element(0x5200_9230, "LT", "text")
        let text = FunctionalGroups(try DICOMFile(bytes: builder.file()).dataSet)
        let wrong = try #require(throws: ObjectError.self) { try text.check(numberOfFrames: 1) }
        #expect(wrong.code == .unexpectedValueRepresentation && text.perFrameCount == 0)
        let noPointer = DICOMBytesBuilder().sequence(0x0020_9222, [DICOMBytesBuilder().element(0x0020_9421, "LO", "none")])
        #expect(throws: ObjectError.self) { try FunctionalGroups(DICOMFile(bytes: noPointer.file()).dataSet).dimensions }
    }

    @Test("of ten thousand frames are found by number")
    func findFrames() throws {
        let frames = (0..<10_000).map { Self.group("\($0)") }
        let builder = DICOMBytesBuilder().element(0x0008_0060, "CS", "MR").sequence(0x5200_9229, [Self.group("-1")])
            .sequence(0x5200_9230, frames)
        let groups = FunctionalGroups(try DICOMFile(bytes: builder.file()).dataSet)
        #expect(groups.perFrameCount == 10_000)
        for frame in [0, 1, 4_999, 9_999] { #expect(try groups.item(Self.voi, frame: frame)?.double(Self.window) == Double(frame)) }
        #expect(try groups.item(Self.voi, frame: 10_000)?.double(Self.window) == -1)
    }
}
