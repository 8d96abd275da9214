public import DICOMData

/// Where a multi-frame object keeps what is true of one frame (PS3.3 C.7.6.16): per frame, shared, or at the top level of older objects.
public struct FunctionalGroups: Sendable {
    private let dataSet: DataSet
    private let shared: DataSet?
    private let perFrame: SequenceItems

    public init(_ dataSet: DataSet) {
        self.dataSet = dataSet
        shared = dataSet.items(.sharedFunctionalGroupsSequence).first
        perFrame = dataSet.items(.perFrameFunctionalGroupsSequence)
    }

    /// The item of a functional group macro for a frame, from the frame's own groups or else the shared ones. An empty sequence counts as
    /// absent.
    ///
    /// - Parameters:
    ///   - sequence: the macro's sequence, as Pixel Value Transformation Sequence (0028,9145).
    ///   - frame: counted from 0.
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
