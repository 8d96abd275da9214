public import DICOMData

/// How images are to be shown, as an object of its own says it (PS3.3 A.33, C.11.10 and C.11.11; PS3.4 N).
///
/// A view: each property reads its attributes when it is asked for. A transformation that the state does not have is none: that of the image
/// does not step in (PS3.4 N.2).
public struct PresentationState: Sendable {
    /// What kind of presentation state it is, by its SOP Class.
    public enum Kind: Sendable, Hashable {
        case grayscale
        case color
        case pseudoColor
        case blending
        case xaXRFGrayscale
        case advancedBlending
        case variableModalityLUT
    }

    /// From VOI values to P-Values (C.11.6).
    public enum PresentationLUT: Sendable, Hashable {
        case identity
        case inverse
        case table(LookupTable)
    }

    public let kind: Kind
    public let dataSet: DataSet

    /// - Throws: ``ObjectError`` with code `invalidAttribute` where the object is no presentation state of a kind that is read here.
    public init(_ dataSet: DataSet) throws(ObjectError) {
        guard let sopClass = try dataSet.uid(.sopClassUID) else { throw .missing(.sopClassUID) }
        guard let kind = Kind(sopClass) else {
            throw ObjectError(
                code: .invalidAttribute, tag: .sopClassUID, problem: "The object is no presentation state of two dimensions.",
                remedy: "Pass a softcopy presentation state.")
        }
        self.kind = kind
        self.dataSet = dataSet
    }

    // MARK: Identification

    /// Content Label (0070,0080).
    public var label: String? { get throws(ObjectError) { try dataSet.text(.contentLabel) } }

    /// Content Description (0070,0081).
    public var contentDescription: String? { get throws(ObjectError) { try dataSet.text(.contentDescription) } }

    /// Content Creator's Name (0070,0084).
    public var creatorName: PersonName? { get throws(ObjectError) { try dataSet.name(.contentCreatorName) } }

    /// Presentation Creation Date (0070,0082) and Time (0070,0083).
    public var created: DateTime? {
        get throws(ObjectError) {
            try dataSet.translating(.presentationCreationDate) { () throws(DataSetError) in
                try dataSet.dateTime(date: .presentationCreationDate, time: .presentationCreationTime)
            }
        }
    }

    // MARK: What it is about

    /// Referenced Series Sequence (0008,1115); of a blending state the series of all its inputs.
    public var series: [SeriesReference] {
        get throws(ObjectError) {
            var series: [SeriesReference] = []
            for item in try dataSet.sequence(.referencedSeriesSequence) { series.append(try SeriesReference(item)) }
            for input in try blendingInputs { series += try input.series }
            return series
        }
    }

    /// Whether the state is for a frame of an image.
    ///
    /// - Parameter frame: counted from 0.
    public func applies(to instance: UniqueIdentifier, frame: Int) throws(ObjectError) -> Bool {
        try series.contains { series in series.images.contains { $0.includes(instance, frame: frame) } }
    }

    // MARK: Grey values

    /// Rescale or Modality LUT Sequence of the state (C.11.1).
    public var modality: ModalityLUTModule { ModalityLUTModule(dataSet) }

    /// The VOI transformation for a frame: the first item of Softcopy VOI LUT Sequence (0028,3110) that speaks of it (C.11.8).
    ///
    /// - Parameter frame: counted from 0.
    /// - Returns: nil where there is none: then VOI is identity.
    public func voi(for instance: UniqueIdentifier, frame: Int) throws(ObjectError) -> VOILUTModule? {
        try Self.voi(in: dataSet, instance, frame)
    }

    static func voi(in dataSet: DataSet, _ instance: UniqueIdentifier, _ frame: Int) throws(ObjectError) -> VOILUTModule? {
        for item in try dataSet.sequence(.softcopyVOILUTSequence) {
            if try ImageReference.list(item).include(instance, frame: frame) { return VOILUTModule(item) }
        }
        return nil
    }

    /// Presentation LUT Sequence (2050,0010) or Presentation LUT Shape (2050,0020). It takes the place of the image's Photometric
    /// Interpretation: of a MONOCHROME1 image it is as a rule ``PresentationLUT/inverse``.
    public var presentationLUT: PresentationLUT {
        get throws(ObjectError) {
            if let item = try dataSet.sequence(.presentationLUTSequence).first { return .table(try LookupTable(item)) }
            switch try dataSet.text(.presentationLUTShape) {
            case nil, "IDENTITY": return .identity
            case "INVERSE": return .inverse
            default: throw .invalid(.presentationLUTShape, "It is neither IDENTITY nor INVERSE.", code: .invalidPresentation)
            }
        }
    }

    /// Mask Subtraction Sequence (0028,6100): the frames are to be subtracted from each other before anything else.
    public var subtractsMask: Bool { get throws(ObjectError) { try !dataSet.sequence(.maskSubtractionSequence).isEmpty } }

    // MARK: What lies over the image

    /// Display Shutter and Bitmap Display Shutter (C.7.6.11, C.7.6.15).
    public var shutter: DisplayShutter? { get throws(ObjectError) { try DisplayShutter(dataSet) } }

    /// Graphic Layer Sequence (0070,0060), in the order in which layers are drawn.
    public var layers: [GraphicLayer] {
        get throws(ObjectError) {
            var layers: [GraphicLayer] = []
            for item in try dataSet.sequence(.graphicLayerSequence) { layers.append(try GraphicLayer(item)) }
            // Layers of one order stay as they are listed.
            return layers.enumerated().sorted { ($0.element.order, $0.offset) < ($1.element.order, $1.offset) }.map(\.element)
        }
    }

    /// Overlay Activation Layer (60xx,1001): the layer in which an overlay of that group, of the state or the image, is drawn; nil where it is
    /// not to be drawn.
    public func activationLayer(ofOverlay group: UInt16) throws(ObjectError) -> String? {
        try dataSet.text(DataElement.Tag(group: group, element: 0x1001))
    }

    /// The graphics and texts over a frame, as Graphic Annotation Sequence (0070,0001) lists them.
    ///
    /// - Parameter frame: counted from 0.
    public func annotations(for instance: UniqueIdentifier, frame: Int) throws(ObjectError) -> [GraphicAnnotation] {
        var annotations: [GraphicAnnotation] = []
        for item in try dataSet.sequence(.graphicAnnotationSequence) {
            guard try ImageReference.list(item).include(instance, frame: frame) else { continue }
            annotations.append(try GraphicAnnotation(item))
        }
        return annotations
    }

    // MARK: Where it is shown

    /// Image Rotation and Image Horizontal Flip (C.10.6).
    public var spatialTransformation: SpatialTransformation { get throws(ObjectError) { try SpatialTransformation(dataSet) } }

    /// The displayed area for a frame: the first item of Displayed Area Selection Sequence (0070,005A) that speaks of it.
    ///
    /// - Parameter frame: counted from 0.
    public func displayedArea(for instance: UniqueIdentifier, frame: Int) throws(ObjectError) -> DisplayedArea? {
        for item in try dataSet.sequence(.displayedAreaSelectionSequence) {
            if try ImageReference.list(item).include(instance, frame: frame) { return try DisplayedArea(item) }
        }
        return nil
    }

    // MARK: Colour

    /// ICC Profile (0028,2000) of colour, pseudo-colour and blending states.
    public var iccProfile: [UInt8]? { dataSet[.iccProfile].flatMap { $0.isEmpty ? nil : $0.bytes } }

    /// The palette of pseudo-colour and blending states (C.7.9), which VOI values go through.
    public var palette: PaletteColorModule { PaletteColorModule(dataSet) }
}

extension PresentationState.Kind {
    init?(_ sopClass: UniqueIdentifier) {
        let kinds: [UniqueIdentifier: Self] = [
            .grayscaleSoftcopyPresentationStateStorage: .grayscale, .colorSoftcopyPresentationStateStorage: .color,
            .pseudoColorSoftcopyPresentationStateStorage: .pseudoColor, .blendingSoftcopyPresentationStateStorage: .blending,
            .xaXRFGrayscaleSoftcopyPresentationStateStorage: .xaXRFGrayscale, .advancedBlendingPresentationStateStorage: .advancedBlending,
            .variableModalityLUTSoftcopyPresentationStateStorage: .variableModalityLUT,
        ]
        guard let kind = kinds[sopClass] else { return nil }
        self = kind
    }
}
