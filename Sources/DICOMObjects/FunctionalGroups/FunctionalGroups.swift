public import DICOMData

/// Where a multi-frame object keeps what is true of one frame (PS3.3 C.7.6.16): per frame, shared, or at the top level of older objects.
///
/// Nothing is kept per frame: a look-up finds the frame's item by its number and the macro in it by its tag.
public struct FunctionalGroups: Sendable {
    let dataSet: DataSet
    private let shared: DataSet?
    private let perFrame: SequenceItems

    public init(_ dataSet: DataSet) {
        self.dataSet = dataSet
        shared = dataSet.items(.sharedFunctionalGroupsSequence).first
        perFrame = dataSet.items(.perFrameFunctionalGroupsSequence)
    }

    /// Items of Per-frame Functional Groups Sequence (5200,9230): as many as frames in a sound object, 0 where there is no such sequence.
    public var perFrameCount: Int { perFrame.count }

    /// Whether the object has functional groups at all.
    public var isPresent: Bool { shared != nil || !perFrame.isEmpty }

    /// Checks that both sequences are what they should be and that there is an item for each frame.
    ///
    /// - Throws: ``ObjectError`` with code `unexpectedValueRepresentation` or `invalidFunctionalGroups`.
    public func check(numberOfFrames: Int) throws(ObjectError) {
        let count = try dataSet.sequence(.perFrameFunctionalGroupsSequence).count
        guard try dataSet.sequence(.sharedFunctionalGroupsSequence).count <= 1 else {
            throw .invalid(.sharedFunctionalGroupsSequence, "It has more than one item.", code: .invalidFunctionalGroups)
        }
        guard count == 0 || count == numberOfFrames else {
            throw .invalid(
                .perFrameFunctionalGroupsSequence, "It has \(count) items for \(numberOfFrames) frames.", code: .invalidFunctionalGroups)
        }
    }

    /// The item of a functional group macro for a frame, from the frame's own groups or else the shared ones. An empty sequence counts as
    /// absent.
    ///
    /// - Parameters:
    ///   - sequence: the macro's sequence, as Pixel Value Transformation Sequence (0028,9145).
    ///   - frame: counted from 0.
    /// - Complexity: O(log n) in the number of macros, whatever the number of frames.
    public func item(_ sequence: DataElement.Tag, frame: Int) -> DataSet? {
        if perFrame.indices.contains(frame), let item = filled(perFrame[frame].items(sequence).first) { return item }
        return filled(shared?.items(sequence).first)
    }

    /// The data set in which an attribute of a frame is to be looked up: the macro's item, or the top level where no macro holds one.
    public func scope(_ sequence: DataElement.Tag, frame: Int, holding tag: DataElement.Tag) -> DataSet {
        guard let item = item(sequence, frame: frame), item.contains(tag) else { return dataSet }
        return item
    }

    private func filled(_ item: DataSet?) -> DataSet? { item.flatMap { $0.isEmpty ? nil : $0 } }
}
