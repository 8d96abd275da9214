internal import DICOMCodecs
internal import DICOMData
internal import DICOMObjects

/// What the slices of a volume say before any is decoded: where they lie, what their values are, and in what they all can be held.
struct VolumeSlices {
    /// What one slice's values are.
    struct Values {
        var description: ImagePixelDescription
        var transform: ModalityTransform
        var unit: String?
        /// Bytes of the decoded frame.
        var frameBytes: Int
    }

    /// Where each slice of the volume comes from: one that was acquired, or between it and the next.
    struct Place {
        var slice: Int
        /// 0 … 1 of the way to the next slice; 0 means none of it.
        var fraction: Double
    }

    let slices: [ImageSlice]
    let geometry: VolumeGeometry
    let places: [Place]

    /// - Throws: ``ImagingError`` with code `irregularVolume`, with the reason.
    init(_ volume: ImageVolume, _ options: VolumeLoadingOptions) throws(ImagingError) {
        guard volume.kind == .volume || volume.kind == .singleImage, let first = volume.slices.first, let plane = first.plane,
            let spacing = plane.spacing
        else {
            throw .irregular("The slices are \(volume.kind), or have no spacing between their pixels.")
        }
        if volume.findings.contains(where: { $0.code == .wanderingOrigin }) {
            throw .irregular("The first pixels of the slices are not on one line.")
        }
        slices = volume.slices
        let columnStep = plane.rowDirection * spacing.betweenColumns
        let rowStep = plane.columnDirection * spacing.betweenRows
        let count = slices.count
        guard count > 1, let last = slices.last?.plane else {
            let thickness = plane.sliceThickness.flatMap { $0 > 0 ? $0 : nil } ?? 1
            geometry = try VolumeGeometry(
                origin: plane.position, columnStep: columnStep, rowStep: rowStep, sliceStep: plane.normal * thickness,
                columns: first.columns,
                rows: first.rows, slices: 1)
            places = [Place(slice: 0, fraction: 0)]
            return
        }
        let way = last.position - plane.position
        if volume.isEvenlySpaced {
            places = (0..<count).map { Place(slice: $0, fraction: 0) }
        } else {
            guard options.unevenSpacing == .interpolated, let spacing = volume.spacing, spacing > 0 else {
                throw .irregular("The slices are not as far apart everywhere.")
            }
            let distances = slices.map { ($0.plane?.position ?? plane.position).dot(plane.normal) - plane.distance }
            places = try Self.places(distances, spacing)
        }
        geometry = try VolumeGeometry(
            origin: plane.position, columnStep: columnStep, rowStep: rowStep, sliceStep: way / Double(places.count - 1),
            columns: first.columns,
            rows: first.rows, slices: places.count)
    }

    /// Places as far apart as `spacing`, or nearly so, from the first slice to the last one.
    private static func places(_ distances: [Double], _ spacing: Double) throws(ImagingError) -> [Place] {
        let whole = distances[distances.count - 1]
        guard whole > 0, whole / spacing < 65_534 else { throw .irregular("The slices lie too far apart for their spacing.") }
        let steps = max(1, Int((whole / spacing).rounded()))
        var slice = 0
        return (0...steps).map { number in
            let distance = whole * Double(number) / Double(steps)
            while slice + 2 < distances.count, distances[slice + 1] <= distance { slice += 1 }
            let step = distances[slice + 1] - distances[slice]
            let fraction = step > 0 ? (distance - distances[slice]) / step : 0
            return Place(slice: slice, fraction: min(max(fraction, 0), 1))
        }
    }
}

extension ImagingError {
    static func irregular(_ problem: String) -> ImagingError {
        ImagingError(
            code: .irregularVolume, problem: problem,
            remedy: "Take the slices one by one, or load with unevenSpacing interpolated where only their distances differ.")
    }
}
