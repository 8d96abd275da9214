import DICOMData
import DICOMObjects
import DICOMTestSupport
import Testing

@Suite("Slices of image objects")
struct ImageSliceTests {
    private func image(_ more: (DICOMBytesBuilder) -> DICOMBytesBuilder = { $0 }) throws -> DataSet {
        let builder = DICOMBytesBuilder().element(0x0008_0008, "CS", "ORIGINAL\\PRIMARY\\M\\ND").element(0x0008_0018, "UI", "1.2.3")
            .element(0x0018_0081, "DS", "4.6").element(0x0020_000E, "UI", "1.2").element(0x0020_0012, "IS", "2")
            .element(0x0020_0013, "IS", "7").element(0x0020_0032, "DS", "1\\2\\3").element(0x0020_0037, "DS", "1\\0\\0\\0\\1\\0")
            .element(0x0020_0052, "UI", "1.9")
        return try DICOMFile(bytes: more(builder).file()).dataSet
    }

    private func sized(_ frames: String = "1") -> (DICOMBytesBuilder) -> DICOMBytesBuilder {
        {
            $0.element(0x0028_0008, "IS", frames).element(0x0028_0010, "US", words: [4]).element(0x0028_0011, "US", words: [5])
        }
    }

    @Test("have what sorting asks for")
    func reads() throws {
        let slices = try ImageSlice.slices(of: image(sized()))
        #expect(slices.count == 1 && slices[0].sopInstanceUID == "1.2.3" && slices[0].seriesInstanceUID == "1.2" && slices[0].frame == 0)
        #expect(slices[0].rows == 4 && slices[0].columns == 5 && slices[0].instanceNumber == 7 && slices[0].frameOfReferenceUID == "1.9")
        #expect(slices[0].plane?.position == [1, 2, 3] && !slices[0].isLocalizer)
        #expect(slices[0].traits == [.echo: .number(4.6), .acquisition: .number(2), .imageType: .text("M\\ND")])
    }

    @Test("need rows and a UID, and no more", arguments: [0x0008_0018, 0x0028_0010] as [UInt32])
    func refuse(tag: UInt32) throws {
        let builder = [0x0008_0018: "UI", 0x0028_0010: "US", 0x0028_0011: "US"].filter { $0.key != tag }.sorted { $0.key < $1.key }
            .reduce(DICOMBytesBuilder()) { $1.value == "UI" ? $0.element($1.key, "UI", "1.2") : $0.element($1.key, "US", words: [4]) }
        let dataSet = try DICOMFile(bytes: builder.file()).dataSet
        let error = try #require(throws: ObjectError.self) { try ImageSlice.slices(of: dataSet) }
        #expect(error.code == .missingAttribute && error.tag == DataElement.Tag(tag))
    }

    @Test("keep what is wrong with a plane")
    func keepsProblems() throws {
        let builder = DICOMBytesBuilder().element(0x0008_0008, "CS", "ORIGINAL\\PRIMARY\\LOCALIZER").element(0x0008_0018, "UI", "1.2.3")
            .element(0x0020_0032, "DS", "1\\2\\3").element(0x0020_0037, "DS", "1\\0\\0\\1\\0\\0")
        let slice = try #require(try ImageSlice.slices(of: DICOMFile(bytes: sized()(builder).file()).dataSet).first)
        #expect(slice.plane == nil && slice.planeProblem?.code == .invalidPlane && slice.isLocalizer)
    }

    /// PS3.3 C.8.8.3.2: offsets from the first plane where the first is 0, else values of z.
    @Test(
        "of a grid lie at its offsets", arguments: [("0\\2.5\\7", [3.0, 5.5, 10]), ("-4\\-2\\0", [-4.0, -2, 0])] as [(String, [Double])])
    func readsGrids(offsets: String, levels: [Double]) throws {
        let slices = try ImageSlice.slices(of: image { sized("3")($0).element(0x3004_000C, "DS", offsets) })
        #expect(slices.map(\.frame) == [0, 1, 2] && slices.map { $0.plane?.position } == levels.map { [1, 2, $0] })
    }

    @Test("that no one places are one, however many frames are claimed")
    func readsLoops() throws {
        let slices = try ImageSlice.slices(of: image(sized("2147483647")))
        #expect(slices.count == 1 && slices[0].plane == nil)
    }

    /// Two stacks' frames with an echo, a b-value and a dimension that is no place.
    @Test("of functional groups are one for each frame, with the traits of its macros")
    func readsFrames() throws {
        func frame(_ number: Int) -> DICOMBytesBuilder {
            let content = DICOMBytesBuilder().element(0x0020_9056, "SH", "1").element(0x0020_9057, "UL", longs: [UInt32(number)])
                .element(0x0020_9128, "UL", longs: [3]).element(0x0020_9157, "UL", longs: [UInt32(number), 12])
            let direction = DICOMBytesBuilder().element(0x0018_9089, "FD", doubles: [0, 0.6, 0.8])
            let diffusion = DICOMBytesBuilder().sequence(0x0018_9076, [direction]).element(0x0018_9087, "FD", doubles: [1000])
            return DICOMBytesBuilder().sequence(0x0018_9114, [DICOMBytesBuilder().element(0x0018_9082, "FD", doubles: [80.5])])
                .sequence(0x0018_9117, [diffusion]).sequence(0x0020_9111, [content])
                .sequence(0x0020_9113, [DICOMBytesBuilder().element(0x0020_0032, "DS", "0\\0\\\(number)")])
        }
        func dimension(_ pointer: [UInt16]) -> DICOMBytesBuilder { DICOMBytesBuilder().element(0x0020_9165, "AT", words: pointer) }
        let dataSet = try image {
            sized("2")($0.sequence(0x0020_9222, [dimension([0x20, 0x9057]), dimension([0x18, 0x9602])]))
                .sequence(0x5200_9230, [frame(1), frame(2)])
        }
        let slices = try ImageSlice.slices(of: dataSet)
        #expect(slices.map { $0.plane?.position.z } == [1, 2] && slices.map(\.frame) == [0, 1] && slices[1].stackID == "1")
        #expect(slices[1].traits[.echo] == .number(80.5) && slices[1].traits[.bValue] == .number(1000))
        #expect(slices[1].traits[.temporalPosition] == .number(3) && slices[1].traits[.dimensions] == .text("000012"))
        #expect(slices[1].traits[.gradientDirection] == .text("0.0\\0.6\\0.8"))
    }
}
