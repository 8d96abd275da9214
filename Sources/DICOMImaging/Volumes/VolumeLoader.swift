internal import DICOMCodecs
internal import DICOMData
internal import DICOMObjects

/// Decodes slices into their places.
struct VolumeLoader: Sendable {
    let slices: VolumeSlices
    let values: [VolumeSlices.Values]
    let common: VolumeValues
    let pixels: @Sendable (ImageSlice) throws -> PixelData

    /// Bytes of a slice of the volume.
    var partBytes: Int { slices.geometry.columns * slices.geometry.rows * common.format.bytesPerVoxel }

    /// Bytes that a task works in beside the volume.
    var scratchBytes: Int {
        let decoded = values.reduce(0) { max($0, decodesInPlace($1) ? 0 : $1.frameBytes) }
        return slices.places.contains { $0.fraction > 0 } ? decoded + 2 * partBytes : decoded
    }

    static let cancelled = ImagingError(
        code: .cancelled, problem: "The loading of a volume was cancelled.", remedy: "Load it again where it is still wanted.")

    /// What one task after the other works in: handed on by the group, never shared.
    // @unchecked: one task at a time holds it.
    private final class Place: @unchecked Sendable {
        var workspace = CodecWorkspace()
        var frame: [UInt8] = []
        /// The two slices that a slice between them is made of.
        var pair: [UInt8] = []
        var row: [Float] = []
    }

    /// Fills the parts, at most `workers` at a time.
    ///
    /// - Returns: From the smallest to the largest voxel; nil for floats.
    func fill(
        _ memory: SampleMemory, workers: Int, progress: (@Sendable (Int, Int) -> Void)?
    ) async throws -> ClosedRange<Int>? {
        try await CodecCancellation.followingTask { cancellation in
            try await withThrowingTaskGroup(of: (Place, ClosedRange<Int>?).self) { group in
                let total = slices.geometry.slices
                var (next, done) = (0, 0)
                var range: ClosedRange<Int>?
                func start(_ place: Place) {
                    let part = next
                    next += 1
                    group.addTask { (place, try load(part, into: memory, place)) }
                }
                for _ in 0..<workers {
                    let place = Place()
                    place.workspace.cancellation = cancellation
                    start(place)
                }
                while let (place, found) = try await group.next() {
                    done += 1
                    if let found {
                        range = range.map { min($0.lowerBound, found.lowerBound)...max($0.upperBound, found.upperBound) } ?? found
                    }
                    progress?(done, total)
                    if next < total { start(place) }
                }
                return range
            }
        }
    }

    private func load(_ part: Int, into memory: SampleMemory, _ place: Place) throws -> ClosedRange<Int>? {
        if Task.isCancelled { throw Self.cancelled }
        let source = slices.places[part]
        return try memory.withPart(part) { target in
            if source.fraction == 0 {
                try decode(source.slice, into: &target, place)
            } else if source.fraction == 1 {
                try decode(source.slice + 1, into: &target, place)
            } else {
                try interpolate(source, into: &target, place)
            }
            do {
                return try common.format.range(of: target.span)
            } catch {
                throw ImagingError(translating: error, frame: 0)
            }
        }
    }

    /// A slice between two that were acquired: a plane through the volume of both.
    private func interpolate(_ source: VolumeSlices.Place, into target: inout MutableSpan<UInt8>, _ place: Place) throws {
        var pair = place.pair
        place.pair = []
        pair.removeAll(keepingCapacity: true)
        pair.reserveCapacity(2 * partBytes)
        for number in 0..<2 {
            try decode(source.slice + number, into: &target, place)
            let decoded = target.span
            for index in decoded.indices { pair.append(decoded[index]) }
        }
        let geometry = slices.geometry
        try SampleKernels.reformat(
            pair.span, .init(number: common.format.number, columns: geometry.columns, rows: geometry.rows, slices: 2),
            along: .init(
                start: SIMD3(0, 0, source.fraction), columnStep: SIMD3(1, 0, 0), rowStep: SIMD3(0, 1, 0), columns: geometry.columns,
                rows: geometry.rows),
            interpolation: .linear, outside: 0, scratch: &place.row, into: &target)
        place.pair = pair
    }

    private func decodesInPlace(_ value: VolumeSlices.Values) -> Bool { common.format != .float32 && value.areWords }

    private func decode(_ number: Int, into target: inout MutableSpan<UInt8>, _ place: Place) throws {
        let slice = slices.slices[number]
        let pixelData = try pixels(slice)
        let frame = try pixelData.frame(slice.frame)
        let value = values[number]
        guard frame.layout.byteCount == value.frameBytes, pixelData.description == value.description else {
            throw ImagingError.irregular("A slice is another one than it was when it was asked for first.")
        }
        if decodesInPlace(value) {
            try frame.decode(using: &place.workspace, into: &target)
            return
        }
        if place.frame.count != value.frameBytes { place.frame = [UInt8](repeating: 0, count: value.frameBytes) }
        var decoded = place.frame
        place.frame = []
        try Self.decode(frame, using: &place.workspace, into: &decoded)
        do {
            try convert(decoded.span, value, into: &target)
        } catch {
            throw ImagingError(translating: error, frame: slice.frame)
        }
        place.frame = decoded
    }

    /// Apart, since a span of the array and the workspace are both lent to the call.
    private static func decode(_ frame: Frame, using workspace: inout CodecWorkspace, into samples: inout [UInt8]) throws(ImagingError) {
        var span = samples.mutableSpan
        try frame.decode(using: &workspace, into: &span)
    }

    /// Decoded cells to voxels of the common format.
    private func convert(_ cells: Span<UInt8>, _ value: VolumeSlices.Values, into target: inout MutableSpan<UInt8>) throws {
        let image = value.description
        guard common.format == .float32 else { return try SampleKernels.widen(cells, isSigned: image.isSigned, into: &target) }
        let stored: SampleKernels.Stored
        switch image.content {
        case .floats: stored = .float32
        case .doubles: stored = .float64
        case .integers:
            let bytes = cells.count / (image.columns * image.rows)
            guard let cell = SampleCell(bytes: bytes, bitsStored: 8 * bytes, highBit: 8 * bytes - 1, isSigned: image.isSigned) else {
                throw ImagingError.irregular("The cells of a slice are no numbers.")
            }
            stored = .integers(cell)
        }
        guard common.appliesTransform else { return try SampleKernels.rescale(cells, stored, slope: 1, intercept: 0, into: &target) }
        switch value.transform {
        case .rescale(let line):
            try SampleKernels.rescale(
                cells, stored, slope: line.slope.doubleValue, intercept: line.intercept.doubleValue, into: &target)
        case .lut(let lut):
            guard case .integers(let cell) = stored else {
                throw ImagingError(
                    code: .unsupportedImage, problem: "A table is none of float pixels.", remedy: "Take the frames one by one.")
            }
            for index in 0..<image.columns * image.rows {
                let bits = Float(lut.entries[lut.index(of: cell.value(in: cells, at: index))]).bitPattern
                for byte in 0..<4 { target[4 * index + byte] = UInt8(truncatingIfNeeded: bits >> UInt32(8 * byte)) }
            }
        }
    }
}

extension SampleCell {
    /// The value of a cell of 1, 2 or 4 bytes that holds nothing else.
    fileprivate func value(in cells: Span<UInt8>, at index: Int) -> Int64 {
        let pattern = (0..<bytes).reduce(UInt64(0)) { $0 | UInt64(cells[index * bytes + $1]) << UInt64(8 * $1) }
        let unused = UInt64(64 - 8 * bytes)
        return isSigned ? Int64(bitPattern: pattern << unused) >> Int64(unused) : Int64(pattern)
    }
}
