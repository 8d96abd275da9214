import DICOMData
import DICOMObjects
import DICOMTestSupport
import Testing

@Suite("Pixel aspect ratio, PS3.3 C.7.6.3.1.7")
struct PixelAspectRatioTests {
    private func ratio(aspect: String? = nil, spacing: String? = nil, imager: String? = nil) throws -> PixelAspectRatio {
        var builder = DICOMBytesBuilder()
        if let imager { builder = builder.element(0x0018_1164, "DS", imager) }
        if let spacing { builder = builder.element(0x0028_0030, "DS", spacing) }
        if let aspect { builder = builder.element(0x0028_0034, "IS", aspect) }
        return try PixelAspectRatio(DICOMFile(bytes: builder.file()).dataSet)
    }

    @Test("is vertical to horizontal, and square where the object does not say")
    func attribute() throws {
        #expect(try ratio(aspect: "6\\5 ") == PixelAspectRatio(vertical: 6, horizontal: 5))
        #expect(try ratio() == .square)
    }

    @Test("is that of the spacing where there is one, of the detector too")
    func spacing() throws {
        #expect(try ratio(aspect: "1\\1 ", spacing: "0.3\\0.2") == PixelAspectRatio(vertical: 0.3, horizontal: 0.2))
        #expect(try ratio(imager: "0.1\\0.2") == PixelAspectRatio(vertical: 0.1, horizontal: 0.2))
    }

    @Test("that no pixel has is refused", arguments: ["0\\1 ", "1\\0 ", "-1\\1", "4 ", "1\\1000000 "])
    func impossible(aspect: String) {
        #expect(throws: ObjectError.self) { try ratio(aspect: aspect) }
    }

    @Test("gives more pixels along the longer side")
    func size() throws {
        let tall = try #require(PixelAspectRatio(vertical: 3, horizontal: 2))
        #expect(tall.squareSize(columns: 100, rows: 11) == (100, 17))
        let wide = try #require(PixelAspectRatio(vertical: 2, horizontal: 3))
        #expect(wide.squareSize(columns: 100, rows: 11) == (150, 11))
        #expect(PixelAspectRatio(vertical: .nan, horizontal: 1) == nil && PixelAspectRatio(vertical: 1, horizontal: .infinity) == nil)
    }
}
