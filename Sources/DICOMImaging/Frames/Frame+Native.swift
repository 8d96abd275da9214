internal import DICOMCodecs
internal import DICOMData
internal import DICOMObjects

extension Frame {
    /// Cells of native Pixel Data to canonical samples (PS3.5 8.1.1).
    func decodeNative(_ frames: NativeFrames, into target: inout MutableSpan<UInt8>) throws -> CodecReport {
        if let report = try decodeRest(frames, into: &target) { return report }
        let (range, firstBit) = try frames.bytes(of: number)
        let element = pixelData.element
        guard frames.swapsBytesOfWords else {
            try element.withBytes(in: range) { cells in
                try decodeCells(cells, from: firstBit, swapWidth: frames.swapWidth, into: &target)
            }
            return CodecReport()
        }
        // The words are those of the whole value: a frame of an odd number of bytes ends, or begins, within one.
        let words = range.lowerBound & ~1..<min((range.upperBound + 1) & ~1, element.length & ~1)
        var turned = [UInt8](repeating: 0, count: words.count)
        try element.withBytes(in: words) { bytes in
            var span = turned.mutableSpan
            try SampleKernels.swapBytes(bytes, sampleBytes: 2, into: &span)
        }
        let start = range.lowerBound - words.lowerBound
        guard start + range.count <= turned.count else {
            throw ImagingError(
                code: .missingPixels, frame: number,
                problem: "Pixel Data in words has an odd number of bytes and ends within the frame.",
                remedy: "The object is cut short; fetch it again.")
        }
        try decodeCells(turned.span.extracting(start..<start + range.count), from: firstBit, swapWidth: nil, into: &target)
        return CodecReport()
    }

    /// Cells of native Pixel Data to canonical samples in rows with strides, or in planes.
    func decodeNative(_ frames: NativeFrames, as shape: SampleLayout, into target: inout MutableSpan<UInt8>) throws -> CodecReport {
        let image = pixelData.description
        let isWhole = image.bitsAllocated == 8 * layout.bytesPerSample && !image.isNative422 && !frames.swapsBytesOfWords
        guard isWhole, number < frames.count else {
            var samples = [UInt8](repeating: 0, count: layout.byteCount ?? 0)
            var span = samples.mutableSpan
            let report = try decodeNative(frames, into: &span)
            try SampleKernels.rearrange(samples.span, layout: layout, into: &target, layout: shape)
            return report
        }
        var stored = layout
        if image.isPlanar { stored.planeStride = layout.columns * layout.rows * layout.bytesPerSample }
        let range = try frames.bytes(of: number).range
        try pixelData.element.withBytes(in: range) { cells in
            try SampleKernels.rearrange(cells, layout: stored, into: &target, layout: shape)
        }
        if let swapWidth = frames.swapWidth {
            for row in shape.rowRanges {
                var cells = target._mutatingExtracting(row)
                try SampleKernels.swapBytes(inPlace: &cells, sampleBytes: swapWidth)
            }
        }
        try canonicalize(shape, &target)
        return CodecReport()
    }

    /// In forensic reading, a frame that is cut short: what is there, and zeros. Nil for one that is whole.
    private func decodeRest(_ frames: NativeFrames, into target: inout MutableSpan<UInt8>) throws -> CodecReport? {
        guard pixelData.options.mode == .forensic, number >= frames.count, !frames.swapsBytesOfWords, let rest = frames.rest(of: number)
        else { return nil }
        var cells = pixelData.element.withBytes(in: rest) { Self.joined($0, [$0.indices]) }
        cells += [UInt8](repeating: 0, count: plainByteCount - cells.count)
        try decodeCells(cells.span, from: 0, swapWidth: frames.swapWidth, into: &target)
        return CodecReport(notes: [.partialPicture])
    }

    /// Cells one after the other, from a bit of the first byte on, to canonical samples.
    ///
    /// - Parameter swapWidth: Bytes of the numbers that are to be turned; nil where none are.
    func decodeCells(_ cells: Span<UInt8>, from firstBit: Int, swapWidth: Int?, into target: inout MutableSpan<UInt8>) throws {
        let image = pixelData.description
        if image.bitsAllocated == 1 {
            try SampleKernels.unpackBits(cells, from: firstBit, into: &target)
        } else if image.bitsAllocated != 8 * layout.bytesPerSample {
            unpackCells(cells, from: firstBit, bits: image.bitsAllocated, into: &target)
            try SampleKernels.canonicalize(inPlace: &target, cell: sampleCell())
        } else if image.isNative422 {
            expand422(cells, into: &target)
        } else {
            try decodeWholeCells(cells, swapWidth, into: &target)
        }
    }

    /// Cells of 8, 16, 32 or 64 bits: one pass where nothing has to be turned or woven.
    private func decodeWholeCells(_ cells: Span<UInt8>, _ swapWidth: Int?, into target: inout MutableSpan<UInt8>) throws {
        let width = layout.bytesPerSample
        let planes = pixelData.description.isPlanar ? layout.samplesPerPixel : 1
        if swapWidth == nil, planes == 1 {
            try SampleKernels.canonicalize(cells, cell: sampleCell(), into: &target)
            return
        }
        if let swapWidth, planes > 1 {
            var turned = [UInt8](repeating: 0, count: cells.count)
            var span = turned.mutableSpan
            try SampleKernels.swapBytes(cells, sampleBytes: swapWidth, into: &span)
            try SampleKernels.interleave(turned.span, planes: planes, sampleBytes: width, into: &target)
        } else if let swapWidth {
            try SampleKernels.swapBytes(cells, sampleBytes: swapWidth, into: &target)
        } else {
            try SampleKernels.interleave(cells, planes: planes, sampleBytes: width, into: &target)
        }
        try SampleKernels.canonicalize(inPlace: &target, cell: sampleCell())
    }

    /// Cells of any width, one after the other from the least significant bit of the first byte on: 12 bits of retired objects, 24 bits.
    private func unpackCells(_ cells: Span<UInt8>, from firstBit: Int, bits: Int, into target: inout MutableSpan<UInt8>) {
        var bit = firstBit
        let width = layout.bytesPerSample
        for start in stride(from: 0, to: target.count, by: width) {
            var value: UInt64 = 0
            var taken = 0
            while taken < bits {
                let step = min(8 - bit % 8, bits - taken)
                let part = UInt64(cells[bit / 8]) >> UInt64(bit % 8) & (1 << UInt64(step) - 1)
                value |= part << UInt64(taken)
                taken += step
                bit += step
            }
            for byte in 0..<width { target[start + byte] = UInt8(truncatingIfNeeded: value >> UInt64(8 * byte)) }
        }
    }

    /// Native YBR_FULL_422: Y1 Y2 Cb Cr for two pixels, to a triple for each (PS3.3 C.7.6.3.1.2).
    private func expand422(_ cells: Span<UInt8>, into target: inout MutableSpan<UInt8>) {
        for pair in 0..<min(cells.count / 4, target.count / 6) {
            let (source, start) = (pair * 4, pair * 6)
            for pixel in 0..<2 {
                target[start + 3 * pixel] = cells[source + pixel]
                target[start + 3 * pixel + 1] = cells[source + 2]
                target[start + 3 * pixel + 2] = cells[source + 3]
            }
        }
    }
}
