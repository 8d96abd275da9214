public import DICOMData

/// Which pixels belong to what (PS3.3 A.51, C.8.20): a view of what drawing needs.
public struct Segmentation: Sendable {
    /// Segmentation Type (0062,0001).
    public enum Kind: Sendable, Hashable {
        /// A frame of bits for each segment.
        case binary
        /// A frame of parts of ``Segmentation/maximumFractionalValue`` for each segment.
        case fractional
        /// The number of a segment in each pixel.
        case labelMap
    }

    /// An item of Segment Sequence (0062,0002).
    public struct Segment: Sendable, Hashable {
        /// Segment Number (0062,0004).
        public var number: Int
        /// Segment Label (0062,0005).
        public var label: String?
        /// Recommended Display CIELab Value (0062,000D).
        public var color: CIELabColor?
        /// Recommended Display Grayscale Value (0062,000C).
        public var grayscaleValue: UInt16?
    }

    public let kind: Kind
    /// Maximum Fractional Value (0062,000E): what stands for all of a pixel; 1 where the type is not fractional.
    public let maximumFractionalValue: Int
    public let dataSet: DataSet
    private let groups: FunctionalGroups

    /// - Throws: ``ObjectError`` where the type is absent or not of the standard.
    public init(_ dataSet: DataSet) throws(ObjectError) {
        switch try dataSet.text(.segmentationType) {
        case "BINARY": kind = .binary
        case "FRACTIONAL": kind = .fractional
        case "LABELMAP": kind = .labelMap
        case nil: throw .missing(.segmentationType)
        default: throw .invalid(.segmentationType, "It is none of BINARY, FRACTIONAL and LABELMAP.")
        }
        maximumFractionalValue =
            kind == .fractional ? try dataSet.required(.maximumFractionalValue, in: 1...0xFFFF) : 1
        self.dataSet = dataSet
        groups = FunctionalGroups(dataSet)
    }

    public var segments: [Segment] {
        get throws(ObjectError) {
            var segments: [Segment] = []
            for item in try dataSet.sequence(.segmentSequence) {
                segments.append(
                    Segment(
                        number: try item.required(.segmentNumber, in: 0...0xFFFF), label: try? item.string(.segmentLabel),
                        color: try CIELabColor(item, .recommendedDisplayCIELabValue),
                        grayscaleValue: try item.wholeNumber(.recommendedDisplayGrayscaleValue).map { UInt16(clamping: $0) }))
            }
            return segments
        }
    }

    /// Referenced Segment Number (0062,000B): the segment that a frame is of; nil where it is of all, as in a label map.
    ///
    /// - Parameter frame: counted from 0.
    public func segment(ofFrame frame: Int) throws(ObjectError) -> Int? {
        guard kind != .labelMap else { return nil }
        return try groups.item(.segmentIdentificationSequence, frame: frame)?.wholeNumber(.referencedSegmentNumber)
    }

    /// Source Image Sequence (0008,2112): the images and frames that a frame was made from.
    public func sources(ofFrame frame: Int) throws(ObjectError) -> [ImageReference] {
        guard let item = groups.item(.derivationImageSequence, frame: frame) else { return [] }
        return try ImageReference.list(item, .sourceImageSequence)
    }

    /// Where a frame lies; nil where the object does not say.
    public func plane(ofFrame frame: Int) throws(ObjectError) -> ImagePlane? { try ImagePlane(groups, frame: frame) }

    /// The frames made from a frame of an image, by the references that each frame has.
    ///
    /// - Parameter frame: of the image, counted from 0.
    public func frames(over instance: UniqueIdentifier, frame: Int, of numberOfFrames: Int) throws(ObjectError) -> [Int] {
        var frames: [Int] = []
        for number in 0..<min(numberOfFrames, groups.perFrameCount) {
            if try sources(ofFrame: number).contains(where: { $0.includes(instance, frame: frame) }) { frames.append(number) }
        }
        return frames
    }
}
