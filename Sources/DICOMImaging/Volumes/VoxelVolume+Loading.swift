internal import DICOMCodecs
internal import DICOMData
public import DICOMObjects

extension VoxelVolume {
    /// Loads the voxels of slices that were sorted into a volume, decoding each into its place.
    ///
    /// Stored values are kept in 16 bits where all slices have the same line from stored to modality values and fit; values that differ in
    /// it, as those of PET do, and wider ones become modality values in single precision. Slices at a tilted gantry give a grid at that
    /// angle.
    ///
    /// At most one decoded frame for each worker is held beside the volume, and none where a codec decodes into its place. A file that
    /// `pixels` opens is let go as soon as its slice is done.
    ///
    /// - Parameters:
    ///   - volume: as `ImageVolume.volumes(from:tolerances:)` gives it.
    ///   - pixels: The pixels of the object that a slice comes from, asked for twice for each slice: for what its values are, and to decode
    ///     it. From any thread.
    /// - Throws: ``ImagingError``: `irregularVolume`, `limitExceeded` before memory is taken, `outOfMemory`, `cancelled`,
    ///   `unsupportedImage` for colour, what decoding throws, and what `pixels` does.
    public static func load(
        _ volume: ImageVolume, options: VolumeLoadingOptions = VolumeLoadingOptions(),
        pixels: @escaping @Sendable (ImageSlice) throws -> PixelData
    ) async throws -> VoxelVolume {
        let slices = try VolumeSlices(volume, options)
        try VolumeBudget.check(slices.geometry, bytesPerVoxel: 2, scratch: 0, options)
        var values: [VolumeSlices.Values] = []
        values.reserveCapacity(slices.slices.count)
        for slice in slices.slices {
            if Task.isCancelled { throw VolumeLoader.cancelled }
            values.append(try VolumeSlices.Values(pixels(slice), of: slice, in: slices.geometry))
        }
        let common = try VolumeValues(values)
        let loader = VolumeLoader(slices: slices, values: values, common: common, pixels: pixels)
        let workers = try VolumeBudget.workers(for: loader, options)
        guard let memory = SampleMemory(parts: slices.geometry.slices, partBytes: loader.partBytes) else {
            throw ImagingError(
                code: .outOfMemory, problem: "No memory for \(slices.geometry.slices) slices of \(loader.partBytes) bytes.",
                remedy: "Load fewer slices.")
        }
        let range = try await loader.fill(memory, workers: workers, progress: options.progress)
        memory.seal()
        return VoxelVolume(
            geometry: slices.geometry, format: common.format, rescale: common.rescale, unit: common.unit, range: range,
            frameOfReferenceUID: volume.frameOfReferenceUID, memory: memory)
    }

    /// A volume of voxels of the caller's.
    ///
    /// - Parameters:
    ///   - bytes: `slices × rows × columns` voxels, little endian; copied.
    /// - Throws: ``ImagingError``: `badArgument` where there are not as many bytes as the rest says, or `outOfMemory`.
    public init(
        _ bytes: Span<UInt8>, format: VoxelFormat, geometry: VolumeGeometry, rescale: RescaleTransform = .identity, unit: String? = nil
    ) throws(ImagingError) {
        let count = geometry.columns * geometry.rows * geometry.slices * format.bytesPerVoxel
        guard count == bytes.count else {
            throw ImagingError(
                code: .badArgument, problem: "\(bytes.count) bytes are no volume of \(count).",
                remedy: "Give slices × rows × columns voxels.")
        }
        guard let memory = SampleMemory(parts: 1, partBytes: count) else {
            throw ImagingError(code: .outOfMemory, problem: "No memory for \(count) bytes of voxels.", remedy: "Give fewer.")
        }
        var found: ClosedRange<Int>?
        do throws(CodecError) {
            found = try memory.withPart(0) { (part) throws(CodecError) in
                for index in 0..<count { part[index] = bytes[index] }
                return try format.range(of: part.span)
            }
        } catch {
            throw ImagingError(translating: error, frame: 0)
        }
        memory.seal()
        self.init(
            geometry: geometry, format: format, rescale: rescale, unit: unit, range: found, frameOfReferenceUID: nil, memory: memory)
    }
}

extension VoxelFormat {
    /// From the smallest to the largest of some voxels; nil for floats.
    func range(of voxels: Span<UInt8>) throws(CodecError) -> ClosedRange<Int>? {
        guard self != .float32, let cell = SampleCell(bytes: 2, bitsStored: 16, highBit: 15, isSigned: self == .int16) else { return nil }
        return try SampleKernels.extremes(voxels, cell: cell)
    }
}

/// What loading may take.
enum VolumeBudget {
    /// - Throws: `limitExceeded` where a volume and what is worked in take more than the caller allows.
    static func check(
        _ geometry: VolumeGeometry, bytesPerVoxel: Int, scratch: Int, _ options: VolumeLoadingOptions
    ) throws(ImagingError) {
        // Sides of 16 bits each: no overflow.
        let bytes = geometry.columns * geometry.rows * geometry.slices * bytesPerVoxel
        guard bytes <= options.maximumBytes, scratch <= options.maximumBytes - bytes else {
            throw ImagingError(
                code: .limitExceeded,
                problem:
                    "A volume of \(geometry.columns) × \(geometry.rows) × \(geometry.slices) voxels takes \(bytes) bytes and \(scratch) to "
                    + "work in, more than the \(options.maximumBytes) that are allowed.",
                remedy: "Raise maximumBytes where the memory is there, or load fewer slices.")
        }
    }

    /// How many slices may be decoded at a time.
    static func workers(for loader: VolumeLoader, _ options: VolumeLoadingOptions) throws(ImagingError) -> Int {
        let geometry = loader.slices.geometry
        let wanted = max(1, min(options.workers, geometry.slices))
        let allowed = loader.scratchBytes == 0 ? wanted : geometry.slices * loader.partBytes / 10 / loader.scratchBytes
        let workers = max(1, min(wanted, allowed))
        try check(geometry, bytesPerVoxel: loader.common.format.bytesPerVoxel, scratch: workers * loader.scratchBytes, options)
        return workers
    }
}
