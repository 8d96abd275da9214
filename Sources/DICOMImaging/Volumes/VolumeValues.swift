internal import DICOMCodecs
internal import DICOMData
internal import DICOMObjects

extension VolumeSlices.Values {
    /// - Throws: ``ImagingError``: `unsupportedImage` for colour, `irregularVolume` where the frame has not the size that its slice
    ///   claimed.
    init(_ pixelData: PixelData, of slice: ImageSlice, in geometry: VolumeGeometry) throws {
        let image = pixelData.description
        guard image.columns == geometry.columns, image.rows == geometry.rows else {
            throw ImagingError.irregular("A slice has other rows and columns than the first one.")
        }
        guard image.samplesPerPixel == 1, image.photometricInterpretation != .paletteColor,
            image.bitsAllocated <= 32 || image.content == .doubles
        else {
            throw ImagingError(
                code: .unsupportedImage, frame: slice.frame, problem: "Slices in colour, and values of 64 bits, become no voxels.",
                remedy: "Take the frames one by one.")
        }
        // That the frame exists is asked here, before memory is taken for it.
        _ = try pixelData.frame(slice.frame)
        description = image
        do {
            transform = try GrayscaleAttributes(pixelData, frame: slice.frame).modality()
        } catch {
            throw ImagingError(translating: error, frame: slice.frame)
        }
        unit = pixelData.modalityUnit(frame: slice.frame)
        frameBytes = pixelData.layout.byteCount ?? 0
    }

    /// Decoded cells are words that can be voxels as they are.
    var areWords: Bool { description.content == .integers && (9...16).contains(description.bitsAllocated) }
}

/// In what all slices can be held.
struct VolumeValues {
    let format: VoxelFormat
    let rescale: RescaleTransform
    let unit: String?
    /// Voxels are modality values, and each slice has its own way to them.
    let appliesTransform: Bool

    init(_ values: [VolumeSlices.Values]) throws(ImagingError) {
        guard let first = values.first else { throw .irregular("There are no slices.") }
        unit = values.allSatisfy { $0.unit == first.unit } ? first.unit : nil
        let isCommon: Bool
        if case .rescale(let line) = first.transform {
            isCommon = values.allSatisfy { $0.transform == first.transform }
            rescale = isCommon ? line : .identity
        } else {
            isCommon = false
            rescale = .identity
        }
        let fitsSigned = values.allSatisfy { value in
            let image = value.description
            return image.content == .integers && image.bitsStored <= (image.isSigned ? 16 : 15) && image.bitsAllocated <= 16
        }
        let fitsUnsigned = values.allSatisfy { value in
            let image = value.description
            return image.content == .integers && !image.isSigned && image.bitsAllocated <= 16
        }
        appliesTransform = !isCommon
        format = isCommon && fitsSigned ? .int16 : isCommon && fitsUnsigned ? .uint16 : .float32
    }
}
