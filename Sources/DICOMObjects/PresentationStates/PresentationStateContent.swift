public import DICOMData

/// What a greyscale, colour or pseudo-colour presentation state is made of.
///
/// ```swift
/// var content = PresentationStateContent(label: "FINDINGS")
/// content.window = .init(centerText: "40", widthText: "400")
/// content.layers = [GraphicLayer(name: "MARKS", order: 1)]
/// content.annotations = [GraphicAnnotation(layer: "MARKS", graphics: [GraphicObject(.circle, [SIMD2(60, 60), SIMD2(70, 60)])])]
/// let state = try content.dataSet(for: [image.dataSet], created: now)
/// try DICOMFile(state).write(to: path)
/// ```
public struct PresentationStateContent: Sendable {
    public var kind: PresentationState.Kind
    /// Content Label (0070,0080): a CS of 16 characters.
    public var label: String
    public var contentDescription: String?
    public var creatorName: PersonName?
    /// Rescale Slope, Intercept and Type, as texts of DS and LO; nil leaves the modality transformation out.
    public var rescale: (slope: String, intercept: String, type: String)?
    /// A window for all the images; nil leaves VOI identity.
    public var window: VOILUTModule.Window?
    /// Whether the lowest value is white; it is what a MONOCHROME1 image needs.
    public var isInverse = false
    public var shutter: DisplayShutter?
    /// The overlays that are drawn, each in a layer: of the images, or of ``overlays``.
    public var overlayActivations: [UInt16: String] = [:]
    /// Elements of groups 6000 to 601E that the state brings with it.
    public var overlays = DataSet()
    public var layers: [GraphicLayer] = []
    public var annotations: [GraphicAnnotation] = []
    public var spatialTransformation = SpatialTransformation.identity
    /// Empty stands for the whole of each image, scaled to fit.
    public var displayedAreas: [DisplayedArea] = []
    /// Of colour and pseudo-colour states; without one the standard's sRGB has to be brought by the caller.
    public var iccProfile: [UInt8]?
    /// The elements of a palette, of pseudo-colour states.
    public var palette = DataSet()

    public init(label: String, kind: PresentationState.Kind = .grayscale) {
        self.label = label
        self.kind = kind
    }
}

extension PresentationStateContent {
    /// The data set of a new object in the patient and study of the images, in a series of its own.
    ///
    /// - Parameters:
    ///   - images: one or more data sets of one study.
    ///   - created: the time to note; it must have a day and a second.
    ///   - instance: SOP Instance UID, made where none is given.
    ///   - series: Series Instance UID, likewise.
    /// - Throws: `ObjectError` where an image lacks its identifiers or something cannot be drawn, `DataSetError` where a value breaks the
    ///   rules of its representation.
    public func dataSet(
        for images: [DataSet], created: DateTime, instance: UniqueIdentifier = .generated(), series: UniqueIdentifier = .generated()
    ) throws -> DataSet {
        guard let first = images.first else {
            throw ObjectError(
                code: .missingAttribute, tag: .referencedSeriesSequence, problem: "There is no image to refer to.",
                remedy: "Pass the data sets of the images that the state is for.")
        }
        for annotation in annotations { for graphic in annotation.graphics { try graphic.check() } }
        var state = DataSet()
        try state.set(.specificCharacterSet, to: "ISO_IR 192")
        try writeIdentity(first, instance, series, created, to: &state)
        try writeReferences(images, to: &state)
        try writeGreyValues(to: &state)
        try shutter?.write(to: &state)
        state.merge(overlays)
        for (group, layer) in overlayActivations {
            try state.set(DataElement.Tag(group: group, element: 0x1001), to: .texts([layer]), as: .cs)
        }
        try state.setItems(.graphicLayerSequence, layers) { (layer) throws(DataSetError) in try layer.item() }
        try state.setItems(.graphicAnnotationSequence, annotations) { (annotation) throws(DataSetError) in try annotation.item() }
        // Type C: it is there where there is something to turn.
        if spatialTransformation != .identity { try spatialTransformation.write(to: &state) }
        let areas = try displayedAreas.isEmpty ? wholeImages(images) : displayedAreas
        try state.setItems(.displayedAreaSelectionSequence, areas) { (area) throws(DataSetError) in try area.item() }
        if let iccProfile { try state.set(.iccProfile, to: .bytes(iccProfile)) }
        state.merge(palette)
        return state
    }

    private func writeIdentity(
        _ image: DataSet, _ instance: UniqueIdentifier, _ series: UniqueIdentifier, _ created: DateTime, to state: inout DataSet
    ) throws {
        // Type 2 attributes of patient and study: there, with or without a value.
        let shared: [DataElement.Tag] = [
            .patientName, .patientID, .patientBirthDate, .patientSex, .studyDate, .studyTime, .referringPhysicianName, .studyID,
            .accessionNumber,
        ]
        for tag in shared {
            if let element = image[tag] { state.set(element) } else { try state.set(tag, to: .empty) }
        }
        guard let study = try image.uid(.studyInstanceUID) else { throw ObjectError.missing(.studyInstanceUID) }
        try state.set(.studyInstanceUID, to: .uniqueIdentifier(study))
        try state.set(.seriesInstanceUID, to: .uniqueIdentifier(series))
        try state.set(.sopInstanceUID, to: .uniqueIdentifier(instance))
        try state.set(.sopClassUID, to: .uniqueIdentifier(try kind.sopClassUID))
        try state.set(.modality, to: "PR")
        try state.set(.seriesNumber, to: .empty)
        // Of a body part that is one of a pair it must be there, and which it is the image need not say.
        if let laterality = image[.laterality] { state.set(laterality) } else { try state.set(.laterality, to: .empty) }
        try state.set(.instanceNumber, to: 1)
        try state.set(.manufacturer, to: "Hounsfield")
        try state.set(.contentLabel, to: .texts([label]))
        try state.set(.contentDescription, to: contentDescription.map { .texts([$0]) } ?? .empty)
        try state.set(.presentationCreationDate, to: .texts([created.date.text]))
        try state.set(.presentationCreationTime, to: .texts([created.time?.text ?? "000000"]))
        if let creatorName { try state.set(.contentCreatorName, to: .texts([creatorName.text])) }
    }

    private func writeReferences(_ images: [DataSet], to state: inout DataSet) throws {
        var series: [SeriesReference] = []
        for image in images {
            guard let instance = try image.uid(.sopInstanceUID) else { throw ObjectError.missing(.sopInstanceUID) }
            let reference = ImageReference(sopClassUID: try image.uid(.sopClassUID), sopInstanceUID: instance)
            let uid = try image.uid(.seriesInstanceUID)
            if let place = series.firstIndex(where: { $0.seriesInstanceUID == uid }) {
                series[place].images.append(reference)
            } else {
                series.append(SeriesReference(seriesInstanceUID: uid, images: [reference]))
            }
        }
        try state.setItems(.referencedSeriesSequence, series) { (series) throws(DataSetError) in
            var item = DataSet()
            if let uid = series.seriesInstanceUID { try item.set(.seriesInstanceUID, to: .uniqueIdentifier(uid)) }
            try item.setItems(.referencedImageSequence, series.images) { (image) throws(DataSetError) in try image.item() }
            return item
        }
    }

    private func writeGreyValues(to state: inout DataSet) throws(DataSetError) {
        guard kind != .color else { return }
        if let rescale {
            try state.set(.rescaleIntercept, to: .texts([rescale.intercept]))
            try state.set(.rescaleSlope, to: .texts([rescale.slope]))
            try state.set(.rescaleType, to: .texts([rescale.type]))
        }
        if let window {
            var item = DataSet()
            try item.set(.windowCenter, to: .texts([window.centerText]))
            try item.set(.windowWidth, to: .texts([window.widthText]))
            if let explanation = window.explanation { try item.set(.windowCenterWidthExplanation, to: .texts([explanation])) }
            if let function = window.function { try item.set(.voiLUTFunction, to: .texts([function])) }
            try state.set(.softcopyVOILUTSequence, to: .items([item]))
        }
        if kind == .grayscale { try state.set(.presentationLUTShape, to: isInverse ? "INVERSE" : "IDENTITY") }
    }

    private func wholeImages(_ images: [DataSet]) throws -> [DisplayedArea] {
        var areas: [DisplayedArea] = []
        for image in images {
            let size = SIMD2(try image.required(.columns, in: 1...0xFFFF), try image.required(.rows, in: 1...0xFFFF))
            var whole = (SIMD2(1, 1), size)
            // Corners are those of what is seen, after the spatial transformation.
            for _ in 0..<spatialTransformation.quarterTurns { whole = Self.turned(whole, size) }
            if spatialTransformation.isFlipped { whole = Self.flipped(whole, spatialTransformation) }
            var area = DisplayedArea(from: whole.0, to: whole.1)
            if let spacing = try? PixelSpacing(image) {
                area.aspectRatio = nil
                area.pixelSpacing = (spacing.betweenRows, spacing.betweenColumns)
            }
            if images.count > 1, let instance = try image.uid(.sopInstanceUID) {
                area.images = [ImageReference(sopClassUID: try image.uid(.sopClassUID), sopInstanceUID: instance)]
            }
            areas.append(area)
        }
        return areas
    }

    /// The corner pixels that are at the top left and the bottom right after one quarter turn clockwise more.
    private static func turned(_ corners: (SIMD2<Int>, SIMD2<Int>), _ size: SIMD2<Int>) -> (SIMD2<Int>, SIMD2<Int>) {
        // The cycle of what is at the top left: first pixel, bottom left, bottom right, top right.
        func next(_ corner: SIMD2<Int>) -> SIMD2<Int> {
            switch (corner.x == 1, corner.y == 1) {
            case (true, true): SIMD2(1, size.y)
            case (true, false): SIMD2(size.x, size.y)
            case (false, false): SIMD2(size.x, 1)
            case (false, true): SIMD2(1, 1)
            }
        }
        return (next(corners.0), next(corners.1))
    }

    /// The corner pixels after a flip from left to right: the axis that is horizontal on the display changes sides.
    private static func flipped(
        _ corners: (SIMD2<Int>, SIMD2<Int>), _ transformation: SpatialTransformation
    ) -> (SIMD2<Int>, SIMD2<Int>) {
        let (first, second) = corners
        // After an odd number of quarter turns rows of the image run down the display.
        return transformation.quarterTurns % 2 == 0
            ? (SIMD2(second.x, first.y), SIMD2(first.x, second.y)) : (SIMD2(first.x, second.y), SIMD2(second.x, first.y))
    }
}

extension PresentationState.Kind {
    fileprivate var sopClassUID: UniqueIdentifier {
        get throws(ObjectError) {
            switch self {
            case .grayscale: return .grayscaleSoftcopyPresentationStateStorage
            case .color: return .colorSoftcopyPresentationStateStorage
            case .pseudoColor: return .pseudoColorSoftcopyPresentationStateStorage
            default:
                throw ObjectError(
                    code: .invalidPresentation, tag: .sopClassUID, problem: "Presentation states of this kind are not made here.",
                    remedy: "Make a greyscale, colour or pseudo-colour state.")
            }
        }
    }
}
