import DICOMCodecs
import DICOMData
import DICOMImaging
import DICOMTestSupport
import Testing

@Suite("Parts of frames")
struct FramePartsTests {
    /// Regions of a frame: all of it, one pixel at each end, and one within.
    private func regions(_ columns: Int, _ rows: Int) -> [PixelRegion] {
        [
            PixelRegion(columns: 0..<columns, rows: 0..<rows), PixelRegion(columns: 0..<1, rows: 0..<1),
            PixelRegion(columns: columns - 1..<columns, rows: rows - 1..<rows),
            PixelRegion(columns: columns / 3..<max(columns / 3 + 1, columns * 2 / 3), rows: rows / 4..<max(rows / 4 + 1, rows / 2)),
        ]
    }

    private func expectParts(_ frame: Frame, tolerance: Int = 0, _ name: String) throws {
        let layout = frame.layout
        let whole = try frame.decoded()
        let pixel = layout.samplesPerPixel * layout.bytesPerSample
        for region in regions(layout.columns, layout.rows) {
            let part = try frame.decoded(region: region)
            let expected = region.rows.flatMap { row in
                whole[
                    (row * layout.columns + region.columns.lowerBound) * pixel..<(row * layout.columns + region.columns.upperBound) * pixel]
            }
            #expect(part.count == expected.count)
            if tolerance == 0 || layout.bytesPerSample > 1 {
                #expect(part == expected, "\(name) \(region)")
            } else {
                #expect(zip(part, expected).allSatisfy { abs(Int($0) - Int($1)) <= tolerance }, "\(name) \(region)")
            }
        }
    }

    @Test(
        "hold the samples of the whole at their places, of every frame in the tree", arguments: GoldenObject.all.filter { $0.frames != nil }
    )
    func golden(object: GoldenObject) throws {
        let pixels = try DICOMFile(bytes: object.bytes()).pixelData()
        for number in 0..<min(pixels.frameCount, 3) { try expectParts(pixels.frame(number), object.name) }
    }

    @Test("are drawn as the whole is, windows of the object or its range alike", arguments: GoldenObject.all.filter { $0.frames != nil })
    func rendered(object: GoldenObject) throws {
        let frame = try DICOMFile(bytes: object.bytes()).frame(0)
        let whole = try frame.rendered()
        for region in regions(whole.columns, whole.rows) {
            #expect(try frame.rendered(region: region) == whole.cropped(to: region), "\(region)")
            let windowed = RenderingOptions.window(VOIWindow(center: 100, width: 300))
            #expect(try frame.rendered(region: region, with: windowed) == frame.rendered(with: windowed).cropped(to: region), "\(region)")
        }
    }

    @Test("that are empty or leave the frame are refused", arguments: [(0..<0, 0..<1), (0..<5, 0..<1), (-1..<1, 0..<1), (0..<1, 0..<2)])
    func stray(columns: Range<Int>, rows: Range<Int>) throws {
        let frame = try DICOMFile(bytes: SmallImage(cells: [1, 2, 3, 4]).file()).frame(0)
        let region = PixelRegion(columns: columns, rows: rows)
        for part in [{ _ = try frame.decoded(region: region) }, { _ = try frame.rendered(region: region) }] as [() throws -> Void] {
            let error = #expect(throws: ImagingError.self) { try part() }
            #expect(error?.code == .badArgument)
        }
    }

    @Test("pictures to a size fit it, keep the shape, and are whole where they fit already")
    func fitting() throws {
        var image = SmallImage(cells: (0..<200).map { UInt8($0) })
        (image.columns, image.rows) = (20, 10)
        let frame = try DICOMFile(bytes: image.file()).frame(0)
        #expect(try frame.rendered(toFit: 20) == frame.rendered())
        #expect(try frame.rendered(toFit: 10) == frame.rendered().scaledDown(toFit: 10))
        #expect(throws: ImagingError.self) { try frame.rendered(toFit: 0) }
    }

    @Test("in JPEG 2000 of the corpus are decoded by region, and by resolution where that fits", .enabled(if: Corpus.isPresent))
    func corpus() throws {
        let syntaxes = ["1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91", "1.2.840.10008.1.2.4.201", "1.2.840.10008.1.2.4.202"]
        var (seen, reduced) = (0, 0)
        for entry in Corpus.dataSets where syntaxes.contains(entry.transferSyntax ?? "") && entry.size < 1 << 20 {
            guard let frame = try? DICOMFile(at: entry.file).frame(0), let whole = try? frame.rendered() else { continue }
            // Single-precision wavelets of a part may round otherwise than those of the whole; they are within one step.
            try expectParts(frame, tolerance: 1, entry.path)
            seen += 1
            let longest = max(whole.columns, whole.rows)
            guard longest >= 64 else { continue }
            for size in [longest / 2, longest / 5, 7] {
                let small = try frame.rendered(toFit: size)
                let expected = whole.scaledDown(toFit: size)
                #expect(abs(small.columns - expected.columns) <= 1 && abs(small.rows - expected.rows) <= 1, "\(entry.path)")
                // Of a few pixels each is far from the mean of what it covers where a wavelet ends at an edge.
                guard small.bytes.count == expected.bytes.count, size >= 16 else { continue }
                // A low-pass of the wavelet is near the mean: a quarter of white on the average would be another picture.
                let difference = zip(small.bytes, expected.bytes).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
                #expect(difference < 32 * small.bytes.count, "\(entry.path) at \(size): \(difference / small.bytes.count)")
                reduced += 1
            }
        }
        #expect(seen >= 10 && reduced >= 10)
    }
}
