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
            self = .native(NativeFrames(element, description, isBigEndian: isBigEndian))
        case .compressed(let compression):
            guard element.isEncapsulated else {
                throw ImagingError(
                    code: .invalidImage, problem: "Pixel Data is not encapsulated although the transfer syntax is compressed.",
                    remedy: "Correct the Transfer Syntax UID (0002,0010).")
            }
            self = .encapsulated(try EncapsulatedFrames(element, dataSet: dataSet, image: description, compression), compression)
        }
    }

    /// Frames that are there, which may be more or fewer than declared; of native ones those of which all bytes are there.
    var count: Int {
        switch self {
        case .native(let frames): frames.count
        case .encapsulated(let frames, _): frames.count
        }
    }
}

/// Frames of native Pixel Data.
struct NativeFrames: Sendable {
    /// Bytes of the numbers that must be turned: the cell's, or 2 for bytes written as words (OW, PS3.5 8.1.1); nil where none are.
    let swapWidth: Int?
    /// The numbers to turn are words of the value and not cells.
    let swapsBytesOfWords: Bool
    private let image: ImagePixelDescription
    private let available: Int

    init(_ element: DataElement, _ image: ImagePixelDescription, isBigEndian: Bool) {
        // Whether there is a frame of a number is for Pixel Data to say.
        var image = image
        image.numberOfFrames = .max
        self.image = image
        available = element.length
        let isWord = element.valueRepresentation == .ow && image.bitsAllocated == 8
        let width = isWord ? 2 : image.bitsAllocated / 8
        swapWidth = isBigEndian && width > 1 && image.bitsAllocated % 8 == 0 ? width : nil
        swapsBytesOfWords = isBigEndian && isWord
    }

    /// Frames of which all bytes are there.
    var count: Int { available.multipliedReportingOverflow(by: 8).overflow ? .max : 8 * available / image.bitsPerFrame }

    /// The bytes of a frame that is cut short, from the start of the value: those that are there; nil where there are none.
    func rest(of frame: Int) -> Range<Int>? {
        let (start, overflow) = image.bitsPerFrame.multipliedReportingOverflow(by: frame)
        guard !overflow, start % 8 == 0, start / 8 < available else { return nil }
        return start / 8..<available
    }

    /// The bytes that hold a frame, from the start of the value, and the first bit in them.
    func bytes(of frame: Int) throws(ImagingError) -> (range: Range<Int>, firstBit: Int) {
        do {
            let (range, firstBit) = try image.nativeFrame(frame, in: available)
            return (range, firstBit)
        } catch {
            throw ImagingError(code: .missingPixels, frame: frame, problem: error.problem, remedy: error.remedy)
        }
    }
}
