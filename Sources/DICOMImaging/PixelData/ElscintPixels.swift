internal import DICOMCodecs
internal import DICOMData
internal import DICOMObjects

/// The pixels that CT scanners of Elscint, later Picker and Philips, keep compressed in (07A1,xx0A) instead of Pixel Data, under the name of
/// PMSCT_RLE1 in (07A1,xx11).
///
/// Nothing of it was published; other readers found out how it is. A byte of A5 begins a run: the byte behind the next one, once more than the
/// next one says. In what comes of that, 5A begins a cell of 16 bits, low byte first, and any other byte is the difference from the cell before.
enum ElscintPixels {
    static let value = DataElement.PrivateTag(creator: "ELSCINT1", group: 0x07A1, element: 0x0A)
    private static let compressionType = DataElement.PrivateTag(creator: "ELSCINT1", group: 0x07A1, element: 0x11)

    /// The object with Pixel Data in place of the private element; nil where there is none of this compression.
    static func restored(_ dataSet: DataSet, _ limits: CodecLimits) throws(ImagingError) -> DataSet? {
        guard let element = dataSet[value], (try? dataSet[compressionType]?.strings())?.first == "PMSCT_RLE1" else { return nil }
        let image: ImagePixelDescription
        do { image = try ImagePixelDescription(dataSet) } catch { throw ImagingError(object: error) }
        guard image.bitsAllocated == 16, image.samplesPerPixel == 1 else {
            throw ImagingError(
                code: .unsupportedImage, problem: "PMSCT_RLE1 is for grey cells of 16 bits.",
                remedy: "The object contradicts itself; ask its source for it in a standard transfer syntax.")
        }
        let (count, overflow) = (image.bitsPerFrame / 8).multipliedReportingOverflow(by: image.numberOfFrames)
        // The three bytes of a run give at most 256 cells, of two bytes each.
        guard !overflow, count <= limits.maximumBytes, count / 512 <= element.length / 3 else {
            throw ImagingError(
                code: .limitExceeded, problem: "\(element.length) compressed bytes are not \(image.numberOfFrames) frames of that size.",
                remedy: "Raise CodecLimits if the source is trusted, and look at Rows, Columns and Number of Frames.")
        }
        let cells = try element.withBytes { (bytes) throws(ImagingError) in try Self.cells(bytes, count: count / 2) }
        var result = dataSet
        guard (try? result.set(.pixelData, to: .bytes(cells), as: .ow)) != nil else { return nil }
        return result
    }

    private static func cells(_ bytes: Span<UInt8>, count: Int) throws(ImagingError) -> [UInt8] {
        var cells: [UInt8] = []
        cells.reserveCapacity(2 * count)
        var runs = Runs()
        var cell: UInt16 = 0
        while cells.count < 2 * count {
            guard let step = runs.next(in: bytes) else { throw cut(cells.count / 2, count) }
            if step == 0x5A {
                guard let low = runs.next(in: bytes), let high = runs.next(in: bytes) else { throw cut(cells.count / 2, count) }
                cell = UInt16(high) << 8 | UInt16(low)
            } else {
                cell &+= UInt16(bitPattern: Int16(Int8(bitPattern: step)))
            }
            cells.append(UInt8(truncatingIfNeeded: cell))
            cells.append(UInt8(truncatingIfNeeded: cell >> 8))
        }
        return cells
    }

    /// The bytes that come of the runs, one after the other.
    private struct Runs {
        private var place = 0
        private var (byte, left) = (UInt8(0), 0)

        mutating func next(in bytes: Span<UInt8>) -> UInt8? {
            if left == 0 {
                guard place < bytes.count else { return nil }
                if bytes[place] == 0xA5 {
                    guard bytes.count - place > 2 else { return nil }
                    (left, byte) = (Int(bytes[place + 1]) + 1, bytes[place + 2])
                    place += 3
                } else {
                    (left, byte) = (1, bytes[place])
                    place += 1
                }
            }
            left -= 1
            return byte
        }
    }

    private static func cut(_ cells: Int, _ count: Int) -> ImagingError {
        ImagingError(
            code: .missingPixels, problem: "The pixels in (07A1,xx0A) end after \(cells) of \(count) cells.",
            remedy: "The object is cut short; fetch it again.")
    }
}
