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
}
