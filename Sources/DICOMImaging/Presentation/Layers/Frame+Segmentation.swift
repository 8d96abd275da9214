internal import DICOMCodecs
internal import DICOMData
internal import DICOMObjects

extension Frame {
    /// Draws the segments over the frame (PS3.3 C.8.20).
    ///
    /// - Returns: whether the segmentation has a frame over this one.
    func draw(
        _ segmentation: Segmentation, _ pixels: PixelData, _ wanted: Set<Int>?, opacity: Double, on canvas: inout Canvas
    ) throws -> Bool {
        var colors: [Int: DrawingColor] = [:]
        for (place, segment) in try segmentation.segments.enumerated() {
            colors[segment.number] = segment.color.map { DrawingColor($0) } ?? Self.colors[place % Self.colors.count]
        }
        var isSeen = false
        for (number, mapping) in try frames(of: segmentation, pixels) {
            isSeen = true
            let segment = try segmentation.segment(ofFrame: number)
            if let segment, let wanted, !wanted.contains(segment) { continue }
            let frame = try pixels.frame(number)
            let values = try frame.decoded()
            let (columns, rows, width) = (frame.layout.columns, frame.layout.rows, frame.layout.bytesPerSample)
            guard frame.layout.samplesPerPixel == 1, width <= 2 else {
                throw ImagingError(
                    code: .unsupportedImage, frame: number, problem: "A segmentation with such pixels is not drawn.",
                    remedy: "Render without the layer.")
            }
            for row in 0..<canvas.rows {
                for column in 0..<canvas.columns {
                    guard let pixel = mapping.pixel(column: column, row: row, ofColumns: columns, rows: rows) else { continue }
                    let value = Int(values[pixel * width]) | (width == 2 ? Int(values[pixel * width + 1]) << 8 : 0)
                    guard value != 0 else { continue }
                    let label = segment ?? value
                    // In a label map what no segment has is background.
                    guard let color = colors[label], wanted?.contains(label) ?? true else { continue }
                    let part = segment == nil ? 1 : min(Double(value) / Double(segmentation.maximumFractionalValue), 1)
                    canvas.makeRoom(for: color)
                    canvas.blend(color, Int(part * opacity * 256 + 0.5), column: column, row: row)
                }
            }
        }
        return isSeen
    }

    /// The frames of a segmentation over this one: those made from it, else those in its plane.
    private func frames(of segmentation: Segmentation, _ pixels: PixelData) throws -> [(number: Int, mapping: PlaneMapping)] {
        let instance = try instanceUID()
        let space = try pixelData.dataSet.uniqueIdentifier(.frameOfReferenceUID)
        let isFromSameFrame = try space == pixels.dataSet.uniqueIdentifier(.frameOfReferenceUID)
        let referring = try segmentation.frames(over: instance, frame: number, of: pixels.frameCount)
        var found: [(Int, PlaneMapping)] = []
        for candidate in referring.isEmpty && isFromSameFrame ? Array(0..<pixels.frameCount) : referring {
            // Without references only a plane says that a frame belongs here.
            if referring.isEmpty, try segmentation.plane(ofFrame: candidate) == nil { continue }
            if let mapping = try PlaneMapping(from: self, to: pixels.frame(candidate)) { found.append((candidate, mapping)) }
        }
        return found
    }

    /// Colours far apart from each other and from grey.
    private static let colors = [
        DrawingColor(red: 230, green: 60, blue: 60), DrawingColor(red: 60, green: 200, blue: 80),
        DrawingColor(red: 70, green: 120, blue: 240), DrawingColor(red: 240, green: 200, blue: 40),
        DrawingColor(red: 200, green: 80, blue: 220), DrawingColor(red: 40, green: 200, blue: 210),
    ]
}
