import DICOMCodecs
import DICOMData
import DICOMImaging
import DICOMObjects
import DICOMTestSupport
import Testing

@Suite("Volumes of voxels")
struct VoxelVolumeLoadingTests {
    @Test("hold the stored values of every slice in its place, whatever the order and the number of workers", arguments: [1, 2, 7])
    func values(workers: Int) async throws {
        var options = VolumeLoadingOptions()
        options.workers = workers
        let volume = try await PhantomSeries(rescale: Array(repeating: ("2", "-1024"), count: 4)).load(options)
        #expect(volume.format == .int16 && volume.unit == "HU" && volume.byteCount == 6 * 5 * 4 * 2)
        #expect((volume.geometry.columns, volume.geometry.rows, volume.geometry.slices) == (6, 5, 4))
        for slice in 0..<4 {
            for row in 0..<5 {
                for column in 0..<6 {
                    let stored = column + 10 * row + 100 * slice
                    #expect(volume.voxel(column: column, row: row, slice: slice) == Double(stored))
                    #expect(volume.value(column: column, row: row, slice: slice) == Double(2 * stored - 1024))
                }
            }
        }
        #expect(volume.range == 0...345 && volume.voxel(column: 6, row: 0, slice: 0) == nil && volume.frameOfReferenceUID == "1.9")
    }

    @Test("know where they lie: columns by the second spacing, rows by the first, slices by their positions")
    func geometry() async throws {
        let geometry = try await PhantomSeries().load().geometry
        #expect(geometry.point(column: 2, row: 3, slice: 1) == SIMD3<Double>(-10 + 3, 20 + 6, 3))
        #expect(geometry.voxel(at: SIMD3(-7, 26, 4.5)) == SIMD3(2, 3, 1.5))
        #expect(geometry.finestSpacing == 1.5 && geometry.center == SIMD3(-6.25, 24, 4.5))
    }

    @Test(
        "hold signed, unsigned, narrow and wide values in what fits",
        arguments: [
            (8, 8, false, VoxelFormat.int16), (8, 8, true, .int16), (16, 12, false, .int16), (16, 15, false, .int16),
            (16, 16, false, .uint16),
            (16, 16, true, .int16), (32, 32, true, .float32),
        ] as [(UInt16, UInt16, Bool, VoxelFormat)])
    func formats(allocated: UInt16, stored: UInt16, isSigned: Bool, format: VoxelFormat) async throws {
        let least = isSigned ? -(1 << (Int(min(stored, 20)) - 1)) : 0
        let most = least + 1 << Int(min(stored, 20)) - 1
        let series = PhantomSeries(bitsAllocated: allocated, bitsStored: stored, isSigned: isSigned) { column, row, slice in
            column % 3 == 0 ? least : column % 3 == 1 ? most : row + slice
        }
        let volume = try await series.load()
        #expect(volume.format == format)
        for column in 0..<6 { #expect(volume.voxel(column: column, row: 1, slice: 2) == Double(series.value(column, 1, 2))) }
        #expect(format == .float32 || volume.range == min(least, 0)...most)
    }

    @Test("of slices with slopes of their own, as PET has them, are modality values")
    func slopes() async throws {
        let series = PhantomSeries(rescale: [("0.5", "0"), ("0.25", "0"), ("3", "1"), ("1e-3", "0")], modality: "PT")
        let volume = try await series.load()
        #expect(volume.format == .float32 && volume.rescale == .identity && volume.range == nil)
        for (slice, line) in [(0.5, 0.0), (0.25, 0.0), (3.0, 1.0), (1e-3, 0.0)].enumerated() {
            let stored = Double(4 + 20 + 100 * slice)
            #expect(volume.value(column: 4, row: 2, slice: slice) == Double(Float(stored * line.0 + line.1)))
        }
    }

    @Test("of compressed slices are those of native ones")
    func compressed() async throws {
        let native = PhantomSeries(columns: 40, rows: 30) { ($0 * $1 + 300 * $2) % 5_000 - 1_000 }
        var rle = native
        rle.transferSyntax = TransferSyntax.rleLossless.uid.rawValue
        rle.encode = { cells in
            var bytes = [UInt8](repeating: 0, count: 4 * cells.count + 1_024)
            var workspace = CodecWorkspace()
            var span = bytes.mutableSpan
            let count = try RLELossless.encode(
                cells.span, layout: SampleLayout(columns: 40, rows: 30, bytesPerSample: 2), using: &workspace, into: &span)
            return Array(bytes[..<(count + count % 2)])
        }
        let (one, other) = try await (native.load(), rle.load())
        let bytes = one.withBytes { span in span.indices.map { span[$0] } }
        #expect(other.withBytes { span in span.indices.map { span[$0] } } == bytes)
    }

    @Test("of slices at a tilted gantry lie at that angle")
    func tilt() async throws {
        let series = PhantomSeries(positions: (0..<4).map { SIMD3(0, Double($0), Double($0) * 3) })
        let volume = try await series.load()
        #expect(volume.geometry.sliceStep == SIMD3(0, 1, 3))
        // A straight needle through the patient, from back to front of the sheared stack, keeps its place.
        #expect(volume.geometry.voxel(at: SIMD3(0, 3, 9)) == SIMD3(0, 0, 3))
    }

    @Test("of slices at uneven distances are refused by name, or filled where asked for")
    func uneven() async throws {
        let series = PhantomSeries(positions: [0, 3, 6, 12, 15].map { SIMD3(0, 0, $0) }) { column, row, slice in
            column + 10 * row + [0, 300, 600, 1200, 1500][slice]
        }
        let error = await #expect(throws: ImagingError.self) { _ = try await series.load() }
        #expect(error?.code == .irregularVolume)
        var options = VolumeLoadingOptions()
        options.unevenSpacing = .interpolated
        let volume = try await series.load(options)
        #expect(volume.geometry.slices == 6 && volume.geometry.sliceStep == SIMD3(0, 0, 3))
        // Values rise with the height, so the slice that is missing lies on the line too.
        for slice in 0..<6 { #expect(volume.voxel(column: 1, row: 2, slice: slice) == Double(21 + 300 * slice)) }
    }

    @Test("of slices whose first pixels wander are refused by name")
    func wandering() async throws {
        let series = PhantomSeries(positions: [0, 3, 6, 9].map { SIMD3($0 == 3 ? 4 : 0, 0, $0) })
        let error = await #expect(throws: ImagingError.self) { _ = try await series.load() }
        #expect(error?.code == .irregularVolume)
    }

    @Test("too large for what is allowed are refused before any pixel is asked for")
    func budget() async throws {
        let plane = try ImagePlane(
            position: .zero, rowDirection: SIMD3(1, 0, 0), columnDirection: SIMD3(0, 1, 0),
            spacing: PixelSpacing(betweenRows: 1, betweenColumns: 1))
        let slices = (0..<65_535).map { number in
            var place = plane
            place.position.z = Double(number)
            return ImageSlice(
                sopInstanceUID: UniqueIdentifier("1.2.\(number)"), instanceNumber: number, rows: 65_535, columns: 65_535, plane: place)
        }
        let volume = try #require(ImageVolume.volumes(from: slices).first)
        #expect(volume.slices.count == 65_535)
        let error = await #expect(throws: ImagingError.self) {
            _ = try await VoxelVolume.load(volume) { _ in
                Issue.record("asked for pixels")
                throw CancellationError()
            }
        }
        #expect(error?.code == .limitExceeded)
        var options = VolumeLoadingOptions()
        options.maximumBytes = 6 * 5 * 4 * 2 - 1
        let small = await #expect(throws: ImagingError.self) { _ = try await PhantomSeries().load(options) }
        #expect(small?.code == .limitExceeded)
        options.maximumBytes += 1
        #expect(try await PhantomSeries().load(options).byteCount == options.maximumBytes)
    }

    @Test("in colour, or with slices of another size behind the same UID, are refused")
    func refused() async throws {
        let series = PhantomSeries()
        let volume = try series.volume()
        let other = PhantomSeries(columns: 7)
        let error = await #expect(throws: ImagingError.self) { _ = try await VoxelVolume.load(volume) { try other.pixels($0) } }
        #expect(error?.code == .irregularVolume)
        let palette = PhantomSeries(photometric: "PALETTE COLOR ")
        let colour = await #expect(throws: ImagingError.self) { _ = try await VoxelVolume.load(volume) { try palette.pixels($0) } }
        #expect(colour?.code == .unsupportedImage)
    }

    @Test("tell how far they are, and end when their task is cancelled")
    func progress() async throws {
        let counts = Counts()
        var options = VolumeLoadingOptions()
        options.progress = { done, total in counts.add(done, total) }
        _ = try await PhantomSeries().load(options)
        #expect(counts.seen == [1, 2, 3, 4] && counts.total == 4)
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await PhantomSeries().load()
        }
        task.cancel()
        let error = await #expect(throws: ImagingError.self) { _ = try await task.value }
        #expect(error?.code == .cancelled)
    }

    /// The progress comes from one task at a time.
    private final class Counts: @unchecked Sendable {
        var seen: [Int] = []
        var total = 0
        func add(_ done: Int, _ total: Int) {
            seen.append(done)
            self.total = total
        }
    }

    @Test("of damaged files are loaded or refused, and never end the process")
    func mutations() async throws {
        let series = PhantomSeries()
        let originals = try (0..<4).map { try series.file($0) }
        for number in Mutation.numbers(default: 300) {
            var files = originals
            files[number % 4] = Mutation(number, of: originals).bytes
            let damaged = files
            let slices = damaged.flatMap { bytes in (try? ImageSlice.slices(of: DICOMFile(bytes: bytes).dataSet)) ?? [] }
            var options = VolumeLoadingOptions()
            options.maximumBytes = 1 << 24
            options.unevenSpacing = number % 2 == 0 ? .interpolated : .refused
            for volume in ImageVolume.volumes(from: Array(slices.prefix(64))) {
                let loaded = try? await VoxelVolume.load(volume, options: options) { slice in
                    for bytes in damaged {
                        let file = try DICOMFile(bytes: bytes)
                        if try file.dataSet.uniqueIdentifier(.sopInstanceUID) == slice.sopInstanceUID { return try file.pixelData() }
                    }
                    throw CancellationError()
                }
                guard let loaded, let plane = try? loaded.geometry.reformation(.coronal) else { continue }
                guard plane.columns * plane.rows < 1 << 20 else { continue }
                #expect((try? loaded.reformatted(plane)) != nil, "mutation \(number)")
            }
        }
    }
}
