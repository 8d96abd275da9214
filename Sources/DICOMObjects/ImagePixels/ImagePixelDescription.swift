public import DICOMData

/// The attributes that say what the pixel cells of an image are (PS3.3 C.7.6.3, Image Pixel Description Macro).
public struct ImagePixelDescription: Sendable, Hashable {
    /// Rows (0028,0010): 1 or more.
    public var rows: Int
    /// Columns (0028,0011): 1 or more.
    public var columns: Int
    /// Samples per Pixel (0028,0002).
    public var samplesPerPixel: Int
    /// Photometric Interpretation (0028,0004); where it is absent MONOCHROME2, or RGB for three samples.
    public var photometricInterpretation: PhotometricInterpretation
    /// Planar Configuration (0028,0006) of 1: all of one colour, then all of the next.
    public var isPlanar: Bool
    /// Bits Allocated (0028,0100): the width of a cell.
    public var bitsAllocated: Int
    /// Bits Stored (0028,0101): the width of the value in it.
    public var bitsStored: Int
    /// High Bit (0028,0102): where the value's most significant bit stands.
    public var highBit: Int
    /// Pixel Representation (0028,0103) of 1: values are two's complement.
    public var isSigned: Bool
    /// Number of Frames (0028,0008); 1 where it is absent.
    public var numberOfFrames: Int
    /// Which attribute holds the pixels, and so what a cell is.
    public var content: Content

    public enum Content: Sendable, Hashable {
        /// Pixel Data (7FE0,0010): integers.
        case integers
        /// Float Pixel Data (7FE0,0008): IEEE binary32.
        case floats
        /// Double Float Pixel Data (7FE0,0009): IEEE binary64.
        case doubles
    }

    /// Reads and checks the attributes of an image object.
    ///
    /// - Throws: ``ObjectError``: `missingAttribute`, `invalidAttribute`, `unexpectedValueRepresentation`, `impossiblePixelCell`,
    ///   `contradictorySamples` or `sizeOverflow`. What it returns has sizes whose product can be counted.
    public init(_ dataSet: DataSet) throws(ObjectError) {
        let content: Content = dataSet.contains(.floatPixelData) ? .floats : dataSet.contains(.doubleFloatPixelData) ? .doubles : .integers
        let floatWidth: Int? = content == .integers ? nil : content == .floats ? 32 : 64
        rows = try dataSet.required(.rows, in: 1...0xFFFF)
        columns = try dataSet.required(.columns, in: 1...0xFFFF)
        let term = try dataSet.text(.photometricInterpretation).map(PhotometricInterpretation.init)
        samplesPerPixel = try dataSet.optional(.samplesPerPixel, in: 1...0xFFFF, default: term?.samplesPerPixel ?? 1)
        photometricInterpretation = term ?? (samplesPerPixel == 3 ? .rgb : .monochrome2)
        let planarConfiguration = samplesPerPixel > 1 ? try dataSet.optional(.planarConfiguration, in: 0...1, default: 0) : 0
        isPlanar = planarConfiguration == 1
        if let floatWidth {
            // Float cells have the width of their representation; Bits Allocated only repeats it (PS3.3 C.7.6.24).
            bitsAllocated = floatWidth
            bitsStored = floatWidth
            highBit = floatWidth - 1
            isSigned = false
        } else {
            bitsAllocated = try dataSet.required(.bitsAllocated, in: 1...64, code: .impossiblePixelCell)
            // PS3.5 8.1.1: 1 or a multiple of 8; ACR-NEMA packed 12 bits, and such objects are still stored.
            guard bitsAllocated == 1 || bitsAllocated == 12 || bitsAllocated % 8 == 0 else {
                throw .invalid(.bitsAllocated, "A cell has 1 bit, 12, or a multiple of 8.", code: .impossiblePixelCell)
            }
            bitsStored = try dataSet.optional(.bitsStored, in: 1...bitsAllocated, default: bitsAllocated, code: .impossiblePixelCell)
            highBit = try dataSet.optional(.highBit, in: 0...bitsAllocated - 1, default: bitsStored - 1, code: .impossiblePixelCell)
            isSigned = try dataSet.optional(.pixelRepresentation, in: 0...1, default: 0) == 1
        }
        // Some writers put 0 for a single frame.
        numberOfFrames = max(try dataSet.optional(.numberOfFrames, as: .is, in: 0...Int(Int32.max), default: 1), 1)
        self.content = content
        guard highBit >= bitsStored - 1 else {
            throw .invalid(.highBit, "High Bit leaves no room for Bits Stored.", code: .impossiblePixelCell)
        }
        guard !bitsPerFrame.multipliedReportingOverflow(by: numberOfFrames).overflow else {
            throw .invalid(.numberOfFrames, "Its product with rows, columns, samples and bits cannot be counted.", code: .sizeOverflow)
        }
        guard (photometricInterpretation.samplesPerPixel ?? samplesPerPixel) == samplesPerPixel else {
            throw .invalid(
                .samplesPerPixel, "\(samplesPerPixel) samples are no pixel in \(photometricInterpretation.rawValue).",
                code: .contradictorySamples)
        }
    }
}
