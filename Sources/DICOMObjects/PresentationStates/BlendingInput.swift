public import DICOMData

/// One of the sets of images that a blending state lays over each other (PS3.3 C.11.14, Blending Sequence).
public struct BlendingInput: Sendable {
    /// Blending Position (0070,0405).
    public enum Position: Sendable, Hashable {
        case underlying
        /// Seen through the palette, as much as Relative Opacity says.
        case superimposed
    }

    public let position: Position
    private let item: DataSet

    init(_ item: DataSet) throws(ObjectError) {
        switch try item.text(.blendingPosition) {
        case "UNDERLYING": position = .underlying
        case "SUPERIMPOSED": position = .superimposed
        default: throw .invalid(.blendingPosition, "It is neither UNDERLYING nor SUPERIMPOSED.", code: .invalidPresentation)
        }
        self.item = item
    }

    public var series: [SeriesReference] {
        get throws(ObjectError) {
            var series: [SeriesReference] = []
            for reference in try item.sequence(.referencedSeriesSequence) { series.append(try SeriesReference(reference)) }
            return series
        }
    }

    /// Whether the input is of a frame of an image.
    public func includes(_ instance: UniqueIdentifier, frame: Int) throws(ObjectError) -> Bool {
        try series.contains { series in series.images.contains { $0.includes(instance, frame: frame) } }
    }

    /// Rescale or Modality LUT Sequence of the input.
    public var modality: ModalityLUTModule { ModalityLUTModule(item) }

    /// As ``PresentationState/voi(for:frame:)``, of the input.
    public func voi(for instance: UniqueIdentifier, frame: Int) throws(ObjectError) -> VOILUTModule? {
        try PresentationState.voi(in: item, instance, frame)
    }
}

/// One of the inputs of an advanced blending state (PS3.3 C.11.33, Advanced Blending Sequence), as far as it is read.
public struct AdvancedBlendingInput: Sendable {
    /// Blending Input Number (0070,1B02).
    public let number: Int
    private let item: DataSet

    init(_ item: DataSet) throws(ObjectError) {
        guard let number = try item.wholeNumber(.blendingInputNumber) else { throw .missing(.blendingInputNumber) }
        self.number = number
        self.item = item
    }

    /// Series Instance UID (0020,000E).
    public var seriesInstanceUID: UniqueIdentifier? { get throws(ObjectError) { try item.uid(.seriesInstanceUID) } }

    /// Referenced Image Sequence (0008,1140); empty where all of the series is meant.
    public var images: [ImageReference] { get throws(ObjectError) { try ImageReference.list(item) } }

    /// The palette of the input.
    public var palette: PaletteColorModule? {
        get throws(ObjectError) { try item.sequence(.paletteColorLookupTableSequence).first.map { PaletteColorModule($0) } }
    }
}

extension PresentationState {
    /// Blending Sequence (0070,0402); empty in other states.
    public var blendingInputs: [BlendingInput] {
        get throws(ObjectError) {
            var inputs: [BlendingInput] = []
            for item in try dataSet.sequence(.blendingSequence) { inputs.append(try BlendingInput(item)) }
            return inputs
        }
    }

    /// Relative Opacity (0070,0403) of the superimposed images: 0 is not seen, 1 covers. Nil where the state does not blend.
    public var relativeOpacity: Double? {
        get throws(ObjectError) {
            guard let opacity = try dataSet.number(.relativeOpacity) else { return nil }
            guard (0...1).contains(opacity) else { throw .invalid(.relativeOpacity, "It is not of 0 to 1.", code: .invalidPresentation) }
            return opacity
        }
    }

    /// Advanced Blending Sequence (0070,1B01); empty in other states.
    public var advancedBlendingInputs: [AdvancedBlendingInput] {
        get throws(ObjectError) {
            var inputs: [AdvancedBlendingInput] = []
            for item in try dataSet.sequence(.advancedBlendingSequence) { inputs.append(try AdvancedBlendingInput(item)) }
            return inputs
        }
    }
}
