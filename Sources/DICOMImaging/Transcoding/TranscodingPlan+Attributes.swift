internal import DICOMCodecs
internal import DICOMData
internal import DICOMObjects

// What the attributes become (PS3.3 C.7.6.3, C.7.6.1.1.5, C.12.4; PS3.5 8.2 and A.4). What stays the same is not set anew.

extension TranscodingPlan {
    mutating func setAttributes(_ pixels: PixelData, lossOfSource: String?) throws {
        if source.isEncapsulated { try dataSet.decodeNestedPixels(from: source, options) }
        switch work {
        case .encoded, .native: movedOverlays = try dataSet.moveEmbeddedOverlays(of: pixels, from: source, options)
        case .kept, .relabelled, .recompressed, .rebuilt: break
        }
        dataSet.removeAll { Self.pixelTags.contains($0.tag) }
        if let result { try setPixelDescription(result) }
        try recordLossOfSource(lossOfSource, pixels)
        if case .encoded(let encoder) = work, encoder.largestDifference != 0 {
            try dataSet.widenPixelPadding(by: encoder.largestDifference, of: pixels.description)
            loss = try LossStep(target, options.loss, near: encoder.largestDifference, in: &dataSet)
        }
        try renewInstance()
    }

    /// Pixel Data and what is about its bytes; Float and Double Float Pixel Data are native always and never come here.
    private static let pixelTags: Set<DataElement.Tag> = [
        .pixelData, .extendedOffsetTable, .extendedOffsetTableLengths, .encapsulatedPixelDataValueTotalLength,
    ]

    private mutating func setPixelDescription(_ image: ImagePixelDescription) throws {
        // Native pixels told how many there are; encoded ones do not.
        if dataSet.numberOfFramesIsNoNumber { try dataSet.set(.numberOfFrames, to: .integers([image.numberOfFrames])) }
        let term = image.photometricInterpretation.rawValue
        if try dataSet.string(.photometricInterpretation) != term { try dataSet.set(.photometricInterpretation, to: .texts([term])) }
        try setNumber(.bitsAllocated, image.bitsAllocated)
        try setNumber(.bitsStored, image.bitsStored)
        try setNumber(.highBit, image.highBit)
        if image.samplesPerPixel > 1 { try setNumber(.planarConfiguration, image.isPlanar ? 1 : 0) }
    }

    private mutating func setNumber(_ tag: DataElement.Tag, _ number: Int) throws {
        if try dataSet.integer(tag) != number { try dataSet.set(tag, to: .integers([number]), as: .us) }
    }

    /// What has been lost stays lost, whether the object said so or only its codestream (C.7.6.1.1.5).
    private mutating func recordLossOfSource(_ method: String?, _ pixels: PixelData) throws {
        guard let method, try dataSet.string(.lossyImageCompression) != "01" else { return }
        try dataSet.set(.lossyImageCompression, to: "01")
        let methods = try dataSet.strings(.lossyImageCompressionMethod) ?? []
        guard !methods.contains(method) else { return }
        try dataSet.set(.lossyImageCompressionMethod, to: .texts(methods + [method]))
        let ratios = try dataSet.strings(.lossyImageCompressionRatio) ?? []
        let ratio = LossStep.ratio(pixels.description.bitsPerFrame / 8 * pixels.frameCount, to: pixels.encodedByteCount)
        try dataSet.set(.lossyImageCompressionRatio, to: .texts(ratios + [ratio]))
    }

    /// A SOP Instance UID of its own where the policy says so, with the way back to the source (PS3.3 C.12.4.1.2).
    mutating func renewInstance() throws {
        switch options.instanceUID {
        case .kept: return
        case .automatic: guard loss != nil else { return }
        case .new: break
        }
        guard let instance = try dataSet.string(.sopInstanceUID) else { return }
        if let sopClass = try dataSet.string(.sopClassUID) {
            var item = DataSet()
            // As it stands: a UID that breaks the rules is still the one to be found.
            try item.set(.referencedSOPClassUID, to: .bytes(sopClass.padded), as: .ui)
            try item.set(.referencedSOPInstanceUID, to: .bytes(instance.padded), as: .ui)
            if loss != nil {
                item.set(try DataElement(code: "121320", "DCM", "Uncompressed predecessor", in: .purposeOfReferenceCodeSequence))
            }
            dataSet.editItems(of: .sourceImageSequence) { $0.append(item) }
        }
        try dataSet.set(.sopInstanceUID, to: .uniqueIdentifier(.generated()))
    }
}

extension String {
    /// A UID as it is encoded.
    fileprivate var padded: [UInt8] { Array(utf8) + (utf8.count % 2 == 1 ? [0] : []) }
}

extension DataElement {
    /// A sequence of one item that is a code (PS3.3 8.8).
    init(code: String, _ scheme: String, _ meaning: String, in sequence: Tag) throws(DataSetError) {
        try self.init(sequence, .items([DataSet(code: code, scheme, meaning)]))
    }
}

extension DataSet {
    /// A code (PS3.3 8.8).
    init(code: String, _ scheme: String, _ meaning: String) throws(DataSetError) {
        self.init()
        try set(.codeValue, to: .texts([code]))
        try set(.codingSchemeDesignator, to: .texts([scheme]))
        try set(.codeMeaning, to: .texts([meaning]))
    }
}

extension PixelData {
    /// Bytes of the frames as they are stored, without what stands between them.
    var encodedByteCount: Int {
        guard element.isEncapsulated else { return element.length }
        return element.fragments.dropFirst().reduce(0) { $0 + $1.count }
    }
}
