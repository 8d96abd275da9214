public import DICOMData

/// Where frames lie in Pixel Data, and whether they are there: the geometry against the bytes.
extension ImagePixelDescription {
    /// Whether native cells are Y1 Y2 Cb Cr: two pixels share Cb and Cr, so a frame has two samples a pixel (PS3.3 C.7.6.3.1.2).
    public var isNative422: Bool {
        [.ybrFull422, .ybrPartial422].contains(photometricInterpretation) && samplesPerPixel == 3 && bitsAllocated == 8
    }

    /// Bits from the start of one native frame to the next; no padding stands between frames (PS3.5 8.1.1).
    public var bitsPerFrame: Int {
        // Rows and columns have 16 bits each, samples 16, a cell 7: no overflow.
        rows * columns * (isNative422 ? 2 : samplesPerPixel) * bitsAllocated
    }

    /// The bytes of native Pixel Data that hold a frame, and the first of its bits in them.
    ///
    /// - Parameters:
    ///   - number: counted from 0 to ``numberOfFrames`` - 1.
    ///   - length: bytes that Pixel Data has.
    /// - Throws: ``ObjectError`` with code `noSuchFrame` or `missingPixels`.
    public func nativeFrame(_ number: Int, in length: Int) throws(ObjectError) -> (bytes: Range<Int>, firstBit: Int) {
        guard (0..<numberOfFrames).contains(number) else {
            throw ObjectError(
                code: .noSuchFrame, tag: .numberOfFrames, problem: "There is no frame \(number + 1): the object has \(numberOfFrames).",
                remedy: "Ask for a frame that exists; the number counts from 1 here.")
        }
        let (start, overflow) = bitsPerFrame.multipliedReportingOverflow(by: number)
        let end = start &+ bitsPerFrame
        guard !overflow, end > start, (end - 1) / 8 < length else {
            throw missingPixels("Pixel Data has \(length) bytes and ends before the frame does.")
        }
        return (start / 8..<(end - 1) / 8 + 1, start % 8)
    }

    /// Checks that Pixel Data can hold every frame: enough bytes where it is native, at least a fragment for each frame where it is not.
    ///
    /// An object cut short still has its first frames, so reading one asks for no more than that frame; an archive asks for all.
    ///
    /// - Throws: ``ObjectError`` with code `missingAttribute`, `missingPixels` or `unexpectedValueRepresentation`.
    public func checkPixelData(of dataSet: DataSet, transferSyntax: TransferSyntax) throws(ObjectError) {
        guard let element = dataSet[content.tag] else { throw .missing(content.tag) }
        if element.isEncapsulated {
            // The Basic Offset Table is no frame. All frames of a video are one stream (PS3.5 8.2.5).
            let count = element.fragments.count - 1
            guard count >= (transferSyntax.isVideo ? 1 : numberOfFrames) else {
                throw missingPixels("\(max(count, 0)) fragments cannot hold \(numberOfFrames) frames.")
            }
        } else if transferSyntax.isEncapsulated {
            throw ObjectError(
                code: .unexpectedValueRepresentation, tag: content.tag,
                problem: "It is not encapsulated although the transfer syntax is compressed.",
                remedy: "Correct the Transfer Syntax UID (0002,0010).")
        } else {
            _ = try nativeFrame(numberOfFrames - 1, in: element.length)
        }
    }

    private func missingPixels(_ problem: String) -> ObjectError {
        ObjectError(
            code: .missingPixels, tag: content.tag, problem: problem,
            remedy: "The object is cut short or contradicts itself; fetch it again.")
    }
}

extension ImagePixelDescription.Content {
    /// The attribute that holds the pixels.
    public var tag: DataElement.Tag {
        switch self {
        case .integers: .pixelData
        case .floats: .floatPixelData
        case .doubles: .doubleFloatPixelData
        }
    }
}

extension TransferSyntax {
    /// MPEG-2, MPEG-4 and HEVC: 1.2.840.10008.1.2.4.100 to .108, with the fragmentable kinds below them.
    fileprivate var isVideo: Bool {
        let parts = uid.rawValue.split(separator: ".")
        guard uid.rawValue.hasPrefix("1.2.840.10008.1.2.4."), parts.count > 7, let number = Int(parts[7]) else { return false }
        return (100...108).contains(number)
    }
}
