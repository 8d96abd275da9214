public import DICOMData

/// An image, or some of its frames or segments, that another object points to (PS3.3 10.3, Image SOP Instance Reference Macro).
public struct ImageReference: Sendable, Hashable {
    /// Referenced SOP Class UID (0008,1150).
    public var sopClassUID: UniqueIdentifier?
    /// Referenced SOP Instance UID (0008,1155).
    public var sopInstanceUID: UniqueIdentifier
    /// Referenced Frame Number (0008,1160), counted from 1; empty where all frames are meant.
    public var frameNumbers: [Int]
    /// Referenced Segment Number (0062,000B); empty where all segments are meant, or there are none.
    public var segmentNumbers: [Int]

    public init(
        sopClassUID: UniqueIdentifier?, sopInstanceUID: UniqueIdentifier, frameNumbers: [Int] = [], segmentNumbers: [Int] = []
    ) {
        self.sopClassUID = sopClassUID
        self.sopInstanceUID = sopInstanceUID
        self.frameNumbers = frameNumbers
        self.segmentNumbers = segmentNumbers
    }

    /// - Throws: ``ObjectError`` with code `missingAttribute` where the item names no instance.
    public init(_ item: DataSet) throws(ObjectError) {
        sopClassUID = try item.uid(.referencedSOPClassUID)
        guard let instance = try item.uid(.referencedSOPInstanceUID) else { throw .missing(.referencedSOPInstanceUID) }
        sopInstanceUID = instance
        frameNumbers = try item.wholeNumbers(.referencedFrameNumber)
        segmentNumbers = try item.wholeNumbers(.referencedSegmentNumber)
    }

    /// Whether a frame of an instance is meant.
    ///
    /// - Parameter frame: counted from 0.
    public func includes(_ instance: UniqueIdentifier, frame: Int) -> Bool {
        sopInstanceUID == instance && (frameNumbers.isEmpty || frameNumbers.contains(frame + 1))
    }

    /// The reference as an item of a sequence.
    ///
    /// - Throws: `DataSetError` with code `invalidValue` where a UID is none.
    public func item() throws(DataSetError) -> DataSet {
        var item = DataSet()
        if let sopClassUID { try item.set(.referencedSOPClassUID, to: .uniqueIdentifier(sopClassUID)) }
        try item.set(.referencedSOPInstanceUID, to: .uniqueIdentifier(sopInstanceUID))
        if !frameNumbers.isEmpty { try item.set(.referencedFrameNumber, to: .integers(frameNumbers)) }
        if !segmentNumbers.isEmpty { try item.set(.referencedSegmentNumber, to: .integers(segmentNumbers)) }
        return item
    }
}

/// The images of one series that another object points to (PS3.3 10.3.1, C.11.11).
public struct SeriesReference: Sendable, Hashable {
    /// Series Instance UID (0020,000E).
    public var seriesInstanceUID: UniqueIdentifier?
    public var images: [ImageReference]

    public init(seriesInstanceUID: UniqueIdentifier?, images: [ImageReference]) {
        self.seriesInstanceUID = seriesInstanceUID
        self.images = images
    }

    /// - Parameter images: the sequence of the item that lists them: Referenced Image Sequence, or Referenced SOP Sequence in documents.
    public init(_ item: DataSet, images: DataElement.Tag = .referencedImageSequence) throws(ObjectError) {
        seriesInstanceUID = try item.uid(.seriesInstanceUID)
        self.images = try ImageReference.list(item, images)
    }
}

extension ImageReference {
    /// The items of a sequence; none where it is absent.
    static func list(_ dataSet: DataSet, _ tag: DataElement.Tag = .referencedImageSequence) throws(ObjectError) -> [ImageReference] {
        var references: [ImageReference] = []
        for item in try dataSet.sequence(tag) { references.append(try ImageReference(item)) }
        return references
    }
}
