import DICOMCodecs
import DICOMData
import DICOMImaging
import DICOMObjects
import Testing

@Suite("Planes through volumes")
struct ReformationTests {
    /// A volume of 9 × 8 × 7 voxels whose value is a plane in the patient's coordinates: x + 10 y + 100 z. Linear interpolation is exact in
    /// it.
    private func volume() throws -> VoxelVolume {
        let geometry = try VolumeGeometry(
            origin: SIMD3(1, 2, 3), columnStep: SIMD3(1, 0, 0), rowStep: SIMD3(0, 2, 0), sliceStep: SIMD3(0, 0, 4), columns: 9, rows: 8,
            slices: 7)
        var bytes: [UInt8] = []
        for slice in 0..<7 {
            for row in 0..<8 {
                for column in 0..<9 {
                    let value = value(geometry.point(column: Double(column), row: Double(row), slice: Double(slice)))
                    bytes += [UInt8(truncatingIfNeeded: Int(value)), UInt8(truncatingIfNeeded: Int(value) >> 8)]
                }
            }
        }
        return try VoxelVolume(
            bytes.span, format: .int16, geometry: geometry, rescale: RescaleTransform(slope: 2, intercept: -100), unit: "HU")
    }

    private func value(_ point: SIMD3<Double>) -> Double { point.x + 10 * point.y + 100 * point.z }

    @Test("along the axes of the patient show all of the volume, at its finest spacing", arguments: Reformation.Orientation.allCases)
    func orientations(orientation: Reformation.Orientation) throws {
        let volume = try volume()
        let plane = try volume.geometry.reformation(orientation)
        // 9 mm wide, 16 deep, 28 high: voxels and not centers.
        let sides = [Reformation.Orientation.axial: (9, 16), .coronal: (9, 28), .sagittal: (16, 28)][orientation]
        #expect((plane.columns, plane.rows) == sides ?? (0, 0))
        let slice = try volume.reformatted(plane)
        #expect(slice.unit == "HU" && slice.columns == plane.columns)
        for row in 0..<slice.rows {
            for column in 0..<slice.columns {
                let point = try #require(slice.plane.point(column: Double(column), row: Double(row)))
                // Beyond the outermost centers the outermost voxel holds.
                let low = volume.geometry.origin
                let high = volume.geometry.point(column: 8, row: 7, slice: 6)
                let inside = value(simdClamp(point, low, high))
                let found = try #require(slice.value(column: column, row: row))
                #expect(abs(found - (2 * inside - 100)) <= 1.001)
            }
        }
    }

    private func simdClamp(_ point: SIMD3<Double>, _ low: SIMD3<Double>, _ high: SIMD3<Double>) -> SIMD3<Double> {
        SIMD3(
            min(max(point.x, low.x), high.x), min(max(point.y, low.y), high.y), min(max(point.z, low.z), high.z))
    }

    @Test("at any angle have the value of the point of the patient that their own plane names")
    func oblique() throws {
        let volume = try volume()
        var plane = try volume.geometry.reformation(along: SIMD3(1, 1, 0.5), SIMD3(-1, 1, 0), spacing: 0.5)
        plane.outside = -3000
        let slice = try volume.reformatted(plane)
        var seen = 0
        for row in 0..<slice.rows {
            for column in 0..<slice.columns {
                let point = try #require(slice.plane.point(column: Double(column), row: Double(row)))
                let place = volume.geometry.voxel(at: point)
                let found = try #require(slice.value(column: column, row: row))
                if place.x < -0.5001 || place.x > 8.5001 || place.y < -0.5001 || place.y > 7.5001 || place.z < -0.5001 || place.z > 6.5001 {
                    #expect(found == -3000)
                } else if place.x >= 0, place.x <= 8, place.y >= 0, place.y <= 7, place.z >= 0, place.z <= 6 {
                    seen += 1
                    #expect(abs(found - (2 * value(point) - 100)) <= 1.001)
                }
            }
        }
        #expect(seen > 100)
    }

    @Test("of a slice as it was acquired are that slice")
    func acquired() throws {
        let volume = try volume()
        let plane = Reformation(plane: try volume.geometry.plane(ofSlice: 6), columns: 9, rows: 8)
        let slice = try volume.reformatted(plane)
        for row in 0..<8 {
            for column in 0..<9 {
                #expect(slice.value(column: column, row: row) == volume.value(column: column, row: row, slice: 6))
            }
        }
    }

    @Test("with a thickness are projections along the normal")
    func slabs() throws {
        let volume = try volume()
        var plane = Reformation(plane: try volume.geometry.plane(ofSlice: 3), columns: 9, rows: 8)
        // Values rise by 400 from slice to slice: 3 slices to either side.
        let middle = try #require(volume.value(column: 4, row: 4, slice: 3))
        for (projection, difference) in [(Reformation.Projection.maximum, 2 * 800.0), (.minimum, -2 * 800), (.mean, 0)] {
            plane.slab = Reformation.Slab(thickness: 16, projection: projection, step: 4)
            let slice = try volume.reformatted(plane)
            #expect(slice.value(column: 4, row: 4) == middle + difference)
            #expect(slice.plane.sliceThickness == 16)
        }
        // Samples beyond the volume do not count: of slices 5 to 9 only 5 and 6 are there.
        plane.plane = try volume.geometry.plane(ofSlice: 6)
        plane.slab = Reformation.Slab(thickness: 8, projection: .mean, step: 4)
        let edge = try volume.reformatted(plane)
        let (fifth, sixth) = (
            try #require(volume.value(column: 1, row: 1, slice: 5)), try #require(volume.value(column: 1, row: 1, slice: 6))
        )
        #expect(edge.value(column: 1, row: 1) == (fifth + sixth) / 2)
    }

    @Test("that are none are refused", arguments: [0.0, -1, .nan, .infinity, 1e-9])
    func refused(spacing: Double) throws {
        let volume = try volume()
        #expect(throws: ImagingError.self) { try volume.geometry.reformation(.axial, spacing: spacing) }
        var plane = try volume.geometry.reformation(.axial)
        plane.slab = Reformation.Slab(thickness: spacing == 0 ? -1 : 5, projection: .mean, step: spacing)
        #expect(throws: ImagingError.self) { try volume.reformatted(plane) }
        plane.slab = nil
        plane.plane.spacing = nil
        #expect(throws: ImagingError.self) { try volume.reformatted(plane) }
        #expect(throws: ImagingError.self) { try volume.geometry.reformation(along: SIMD3(1, 0, 0), SIMD3(1, 0.2, 0)) }
        #expect(throws: ImagingError.self) { try volume.geometry.reformation(along: .zero, SIMD3(1, 0, 0)) }
    }

    @Test("grids that span no space are refused by name")
    func flat() {
        let error = #expect(throws: ImagingError.self) {
            try VolumeGeometry(
                origin: .zero, columnStep: SIMD3(1, 0, 0), rowStep: SIMD3(0, 1, 0), sliceStep: SIMD3(1, 1, 0), columns: 2, rows: 2,
                slices: 2)
        }
        #expect(error?.code == .irregularVolume)
        #expect(throws: ImagingError.self) {
            try VolumeGeometry(
                origin: SIMD3(.nan, 0, 0), columnStep: SIMD3(1, 0, 0), rowStep: SIMD3(0, 1, 0), sliceStep: SIMD3(0, 0, 1), columns: 2,
                rows: 2,
                slices: 2)
        }
    }

    @Test("are rendered through a window in the unit of the values")
    func rendered() throws {
        let volume = try volume()
        let slice = try volume.reformatted(Reformation(plane: volume.geometry.plane(ofSlice: 0), columns: 9, rows: 8))
        // Values are 2 · (x + 10 y + 100 z) - 100: from 2 · 321 - 100 = 542 in the first pixel on.
        let picture = try slice.rendered(with: VOIWindow(center: 542, width: 2, function: .linearExact))
        // At the center of the window is half of white, rounded up; a step of 2 further is white.
        #expect(Array(picture.bytes.prefix(2)) == [128, 255])
        #expect(
            try slice.rendered(with: VOIWindow(center: 542, width: 2, function: .linearExact), presentation: .inverse).bytes.prefix(2) == [
                127, 0,
            ])
    }
}
