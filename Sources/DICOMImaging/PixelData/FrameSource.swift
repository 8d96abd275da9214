internal import DICOMBytes
internal import DICOMData
internal import DICOMObjects

/// Where the bytes of each frame lie in the value of Pixel Data.
enum FrameSource: Sendable {
    /// Cells of the frames one after the other; a frame of single bits need not begin on a byte (PS3.5 8.1.1).
    case native(NativeFrames)
    /// Fragments (PS3.5 A.4), those of one frame side by side.
    case encapsulated(EncapsulatedFrames, PixelCodec.Compression)

    init(_ element: DataElement, dataSet: DataSet, description: ImagePixelDescription, codec: PixelCodec) throws(ImagingError) {
        switch codec {
        case .native(let isBigEndian):
            guard !element.isEncapsulated else {
                throw ImagingError(
                    code: .invalidImage, problem: "Pixel Data is encapsulated although the transfer syntax is native.",
                    remedy: "Correct the Transfer Syntax UID (0002,0010).")
            }
            self = .native(try NativeFrames(element, description, isBigEndian: isBigEndian))
        case .compressed(let compression):
            guard element.isEncapsulated else {
                throw ImagingError(
                    code: .invalidImage, problem: "Pixel Data is not encapsulated although the transfer syntax is compressed.",
                    remedy: "Correct the Transfer Syntax UID (0002,0010).")
            }
            let frameCount = description.numberOfFrames
            self = .encapsulated(try EncapsulatedFrames(element, dataSet: dataSet, frameCount: frameCount, compression), compression)
        }
    }
}

/// Frames of native Pixel Data.
struct NativeFrames: Sendable {
    /// Bits from the start of one frame to the next.
    let bitsPerFrame: Int
    /// Bytes of the numbers that must be turned: the cell's, or 2 for bytes written as words (OW, PS3.5 8.1.1); nil where none are.
    let swapWidth: Int?
    private let available: Int

    init(_ element: DataElement, _ image: ImagePixelDescription, isBigEndian: Bool) throws(ImagingError) {
        let samples = image.isNative422 ? 2 : image.samplesPerPixel
        // Rows and columns have 16 bits each, samples 16, a cell 7: no overflow.
        bitsPerFrame = image.rows * image.columns * samples * image.bitsAllocated
        available = element.length
        let isWord = element.valueRepresentation == .ow && image.bitsAllocated == 8
        let width = isWord ? 2 : image.bitsAllocated / 8
        swapWidth = isBigEndian && width > 1 && image.bitsAllocated % 8 == 0 ? width : nil
    }

    /// The bytes that hold a frame, from the start of the value, and the first bit in them.
    func bytes(of frame: Int) throws(ImagingError) -> (range: Range<Int>, firstBit: Int) {
        let (start, overflow) = bitsPerFrame.multipliedReportingOverflow(by: frame)
        let end = start &+ bitsPerFrame
        guard !overflow, end > start, (end + 7) / 8 <= available else {
            throw ImagingError(
                code: .missingPixels, frame: frame,
                problem: "Pixel Data has \(available) bytes and ends before the frame does.",
                remedy: "The object is cut short or contradicts itself; fetch it again.")
        }
        return (start / 8..<(end + 7) / 8, start % 8)
    }
}

extension ImagePixelDescription {
    /// Native YBR_FULL_422: two pixels share Cb and Cr, so a frame has two samples a pixel (PS3.3 C.7.6.3.1.2).
    var isNative422: Bool { photometricInterpretation == .ybrFull422 && samplesPerPixel == 3 && bitsAllocated == 8 }
}
