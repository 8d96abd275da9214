internal import DICOMCodecs
internal import DICOMData
internal import DICOMObjects

extension Frame {
    /// Draws the quantities of a parametric map over the frame (PS3.3 A.75, C.7.6.16.2.11). What its mapping does not hold for is not drawn.
    ///
    /// - Returns: whether the map has a frame in this one's plane.
    func draw(
        _ map: PixelData, _ range: ClosedRange<Double>?, _ palette: PaletteColorModule?, opacity: Double, on canvas: inout Canvas
    ) throws -> Bool {
        for number in 0..<map.frameCount {
            guard let mapping = try PlaneMapping(from: self, to: map.frame(number)) else { continue }
            let values = try map.quantities(ofFrame: number)
            let seen = values.filter(\.isFinite)
            let (low, high) = (range?.lowerBound ?? seen.min() ?? 0, range?.upperBound ?? seen.max() ?? 0)
            let module = palette ?? PaletteColorModule(map.dataSet)
            let colors = module.isPresent ? try Palette(module).colors : (0...255).flatMap { [UInt8]([$0, $0, $0]) }
            let last = Double(colors.count / 3 - 1)
            let weight = Int(min(max(opacity, 0), 1) * 256 + 0.5)
            for row in 0..<canvas.rows {
                for column in 0..<canvas.columns {
                    let pixel = mapping.pixel(
                        column: column, row: row, ofColumns: map.description.columns, rows: map.description.rows)
                    guard let pixel, values[pixel].isFinite else { continue }
                    let part = high > low ? min(max((values[pixel] - low) / (high - low), 0), 1) : 0
                    let entry = 3 * Int(part * last + 0.5)
                    let color = DrawingColor(red: colors[entry], green: colors[entry + 1], blue: colors[entry + 2])
                    canvas.makeRoom(for: color)
                    canvas.blend(color, weight, column: column, row: row)
                }
            }
            return true
        }
        return false
    }
}

extension PixelData {
    /// The quantities of a frame by its first mapping; NaN where it has none, the stored values where there is no mapping.
    func quantities(ofFrame number: Int) throws -> [Double] {
        let frame = try frame(number)
        var quantities = [Double](repeating: 0, count: layout.columns * layout.rows)
        var span = quantities.mutableSpan
        if let mapping = try frame.realWorldValueMappings().first {
            try frame.realWorldValues(by: mapping, into: &span)
        } else {
            try frame.storedValues(into: &span)
        }
        return quantities
    }
}
