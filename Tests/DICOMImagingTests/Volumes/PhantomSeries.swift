import DICOMCodecs
import DICOMData
import DICOMImaging
import DICOMObjects
import DICOMTestSupport

/// Slices of a made volume, as files in memory.
struct PhantomSeries: Sendable {
    var columns = 6
    var rows = 5
    /// Image Position (Patient) of each slice.
    var positions: [SIMD3<Double>] = (0..<4).map { SIMD3(-10, 20, Double($0) * 3) }
    var bitsAllocated: UInt16 = 16
    var bitsStored: UInt16 = 16
    var isSigned = true
    /// Rescale Slope and Intercept of each slice; nil for none.
    var rescale: [(slope: String, intercept: String)]?
    var modality = "CT"
    /// Stored value of a voxel.
    var value: @Sendable (_ column: Int, _ row: Int, _ slice: Int) -> Int = { $0 + 10 * $1 + 100 * $2 }
    var photometric = "MONOCHROME2"
    var transferSyntax: String?
    /// The frame's bytes as they are stored, of the native cells.
    var encode: (@Sendable ([UInt8]) throws -> [UInt8])?

    func cells(_ slice: Int) -> [UInt8] {
        var cells: [UInt8] = []
        for row in 0..<rows {
            for column in 0..<columns {
                let value = value(column, row, slice)
                for byte in 0..<Int(bitsAllocated) / 8 { cells.append(UInt8(truncatingIfNeeded: value >> (8 * byte))) }
            }
        }
        return cells
    }

    func file(_ slice: Int) throws -> [UInt8] {
        let position = positions[slice]
        let cells = cells(slice)
        var builder = DICOMBytesBuilder()
            .element(0x0008_0018, "UI", "1.2.3.\(slice)")
            .element(0x0008_0060, "CS", modality)
            .element(0x0020_000E, "UI", "1.2")
            .element(0x0020_0013, "IS", "\(slice + 1)")
            .element(0x0020_0032, "DS", "\(position.x)\\\(position.y)\\\(position.z)")
            .element(0x0020_0037, "DS", "1\\0\\0\\0\\1\\0")
            .element(0x0020_0052, "UI", "1.9")
            .element(0x0028_0002, "US", words: [1])
            .element(0x0028_0004, "CS", photometric)
            .element(0x0028_0010, "US", words: [UInt16(rows)])
            .element(0x0028_0011, "US", words: [UInt16(columns)])
            .element(0x0028_0030, "DS", "2\\1.5")
            .element(0x0028_0100, "US", words: [bitsAllocated])
            .element(0x0028_0101, "US", words: [bitsStored])
            .element(0x0028_0102, "US", words: [bitsStored - 1])
            .element(0x0028_0103, "US", words: [isSigned ? 1 : 0])
        if let rescale {
            builder = builder.element(0x0028_1052, "DS", rescale[slice].intercept).element(0x0028_1053, "DS", rescale[slice].slope)
        }
        if let encode {
            builder = builder.fragments([try encode(cells)])
        } else {
            builder = builder.element(0x7FE0_0010, "OW", cells + (cells.count % 2 == 1 ? [0] : []))
        }
        return builder.file(transferSyntax: transferSyntax)
    }

    func volume() throws -> ImageVolume {
        let slices = try positions.indices.flatMap { try ImageSlice.slices(of: DICOMFile(bytes: file($0)).dataSet) }
        guard let volume = ImageVolume.volumes(from: slices).first else { throw CancellationError() }
        return volume
    }

    /// The pixels of a slice, by the last number of its UID.
    func pixels(_ slice: ImageSlice) throws -> PixelData {
        let number = Int(slice.sopInstanceUID.rawValue.split(separator: ".").last ?? "") ?? 0
        return try DICOMFile(bytes: file(number)).pixelData()
    }

    func load(_ options: VolumeLoadingOptions = VolumeLoadingOptions()) async throws -> VoxelVolume {
        try await VoxelVolume.load(volume(), options: options) { try pixels($0) }
    }
}
