internal import DICOMCodecs
internal import DICOMData
internal import DICOMObjects

extension DataSet {
    /// Gives overlays that lie in unused bits of the pixel cells (retired, PS3.5-2003 8.1.2) Overlay Data (60xx,3000) of their own: decoded
    /// samples have nothing but the value.
    ///
    /// The frames are decoded for this, one after the other; the bits are held all at once, an eighth of a byte a pixel.
    ///
    /// - Returns: How many were moved.
    mutating func moveEmbeddedOverlays(
        of pixels: PixelData, from source: TransferSyntax, _ options: TranscodingOptions
    ) throws -> Int {
        let image = pixels.description
        guard image.samplesPerPixel == 1, image.bitsStored < image.bitsAllocated else { return 0 }
        var embedded: [(plane: OverlayPlane, bit: Int)] = []
        for group in OverlayPlane.groups(in: self) {
            guard let plane = try? OverlayPlane(self, group: group), case .pixelData(let bit) = plane.storage else { continue }
            guard plane.rows == image.rows, plane.columns == image.columns else {
                throw ImagingError(
                    code: .unsupportedImage,
                    problem: "An overlay in unused bits of the pixel cells has \(plane.columns) × \(plane.rows) pixels, unlike the image.",
                    remedy: "Remove it, or correct the object at its source.")
            }
            embedded.append((plane, bit))
        }
        guard !embedded.isEmpty else { return 0 }
        let cells = try PixelData(withWholeCells(image.bitsAllocated), transferSyntax: source, limits: options.limits)
        for (plane, bit) in embedded { try move(plane, bit: bit, from: cells, options) }
        return embedded.count
    }

    private mutating func move(_ plane: OverlayPlane, bit: Int, from cells: PixelData, _ options: TranscodingOptions) throws {
        let first = plane.numberOfFrames == nil ? 0 : plane.imageFrameOrigin - 1
        let count = plane.numberOfFrames ?? cells.frameCount
        let bits = plane.rows * plane.columns
        guard first + count <= cells.frameCount, case (let all, let overflow) = bits.multipliedReportingOverflow(by: count), !overflow,
            all / 8 <= Int(UInt32.max) - 2
        else {
            throw ImagingError(
                code: .limitExceeded, problem: "The overlay in unused bits of the pixel cells cannot have \(count) frames of Overlay Data.",
                remedy: "Remove it, or divide the object.")
        }
        var data = [UInt8](repeating: 0, count: (all + 15) / 16 * 2)
        var workspace = CodecWorkspace(limits: options.limits)
        workspace.trustsHighThroughput = options.trustsHighThroughput
        for frame in 0..<count {
            let samples = try cells.frame(first + frame).decoded(using: &workspace)
            try Self.pack(bit, of: samples, width: cells.layout.bytesPerSample, into: &data, from: frame * bits)
        }
        func tag(_ element: UInt16) -> DataElement.Tag { DataElement.Tag(group: plane.group, element: element) }
        if count > 1 {
            try set(tag(0x0015), to: .texts(["\(count)"]), as: .is)
            try set(tag(0x0051), to: .integers([first + 1]), as: .us)
        }
        try set(tag(0x0100), to: 1, as: .us)
        try set(tag(0x0102), to: 0, as: .us)
        try set(tag(0x3000), to: .bytes(data), as: .ow)
    }

    private static func pack(_ bit: Int, of samples: [UInt8], width: Int, into data: inout [UInt8], from start: Int) throws {
        let byte = bit / 8
        let mask = UInt8(1 << (bit % 8))
        let marks = stride(from: byte, to: samples.count, by: width).map { samples[$0] & mask }
        var target = data.mutableSpan
        try SampleKernels.packBits(marks.span, into: &target, from: start)
    }
}

extension DataSet {
    /// The same image with all bits of its cells for values.
    fileprivate func withWholeCells(_ bits: Int) throws(DataSetError) -> DataSet {
        var copy = self
        try copy.set(.bitsStored, to: .integers([bits]), as: .us)
        try copy.set(.highBit, to: .integers([bits - 1]), as: .us)
        try copy.set(.pixelRepresentation, to: 0, as: .us)
        return copy
    }
}
