/// A picture that is being drawn on: grey as long as nothing in colour is, then RGB.
struct Canvas {
    let columns: Int
    let rows: Int
    private(set) var samplesPerPixel: Int
    private(set) var bytes: [UInt8]
    /// Cells that may still be passed. A file of a few bytes can ask for a great many figures as large as the picture.
    private var budget: Int
    /// What the colours are (see ``Picture/iccProfile``) stays so under what is drawn.
    private let iccProfile: [UInt8]?
    private let profileRefusal: ImagingError?

    /// - Parameter picture: of 8 bits.
    init(_ picture: Picture, budget: Int = 1 << 32) {
        columns = picture.columns
        rows = picture.rows
        samplesPerPixel = picture.samplesPerPixel
        bytes = picture.bytes
        self.budget = budget
        iccProfile = picture.iccProfile
        profileRefusal = picture.profileRefusal
    }

    var picture: Picture {
        var picture = Picture(trusting: bytes, columns: columns, rows: rows, samplesPerPixel: samplesPerPixel)
        picture.iccProfile = iccProfile
        picture.profileRefusal = profileRefusal
        return picture
    }

    /// Fills an outline.
    ///
    /// - Parameter opacity: 0 … 1.
    /// - Throws: ``ImagingError`` with code `limitExceeded` where more is drawn than a picture can be worth.
    mutating func fill(
        _ outline: Outline, _ color: DrawingColor, opacity: Double = 1, rule: CoverageMask.Rule = .nonzero
    ) throws(ImagingError) {
        try spend(outline.figures.reduce(0) { $0 + $1.count })
        guard let mask = CoverageMask(outline, canvasColumns: columns, canvasRows: rows) else { return }
        try spend(mask.work)
        let weight = Int(min(max(opacity, 0), 1) * 256 + 0.5)
        guard weight > 0 else { return }
        makeRoom(for: color)
        var coverage = [Int](repeating: 0, count: mask.columns.count)
        for row in mask.rows {
            mask.coverage(ofRow: row, by: rule, into: &coverage)
            for (offset, part) in coverage.enumerated() where part > 0 {
                blend(color, (part * weight) >> 8, column: mask.columns.lowerBound + offset, row: row)
            }
        }
    }

    /// Sets the pixels of a bitmap.
    ///
    /// - Parameters:
    ///   - bits: 0 or 1, `columns` × `rows` of the canvas.
    mutating func set(_ bits: [UInt8], _ color: DrawingColor) {
        precondition(bits.count == columns * rows)
        makeRoom(for: color)
        for (pixel, bit) in bits.enumerated() where bit != 0 { set(pixel, color) }
    }

    /// Sets one pixel, counted row by row.
    mutating func set(_ pixel: Int, _ color: DrawingColor) {
        if samplesPerPixel == 1 {
            bytes[pixel] = color.red
        } else {
            bytes[3 * pixel] = color.red
            bytes[3 * pixel + 1] = color.green
            bytes[3 * pixel + 2] = color.blue
        }
    }

    /// Mixes a colour into one pixel.
    ///
    /// - Parameter weight: 0 … 256.
    mutating func blend(_ color: DrawingColor, _ weight: Int, column: Int, row: Int) {
        let pixel = row * columns + column
        if samplesPerPixel == 1 {
            bytes[pixel] = Self.mixed(bytes[pixel], color.red, weight)
        } else {
            bytes[3 * pixel] = Self.mixed(bytes[3 * pixel], color.red, weight)
            bytes[3 * pixel + 1] = Self.mixed(bytes[3 * pixel + 1], color.green, weight)
            bytes[3 * pixel + 2] = Self.mixed(bytes[3 * pixel + 2], color.blue, weight)
        }
    }

    /// Makes a grey picture one in RGB where the colour needs it.
    mutating func makeRoom(for color: DrawingColor) {
        if !color.isGrey { makeRGB() }
    }

    mutating func makeRGB() {
        guard samplesPerPixel == 1 else { return }
        bytes = [UInt8](triplesOf: bytes)
        samplesPerPixel = 3
    }

    private mutating func spend(_ work: Int) throws(ImagingError) {
        budget -= work
        guard budget >= 0 else {
            throw ImagingError(
                code: .limitExceeded, problem: "The graphics of the presentation state are more than a picture can show.",
                remedy: "Render without the presentation state.")
        }
    }

    private static func mixed(_ below: UInt8, _ above: UInt8, _ weight: Int) -> UInt8 {
        UInt8((Int(below) * (256 - weight) + Int(above) * weight + 128) >> 8)
    }
}

extension [UInt8] {
    /// Each grey byte three times.
    init(triplesOf grey: [UInt8]) {
        self.init()
        reserveCapacity(3 * grey.count)
        for byte in grey {
            append(byte)
            append(byte)
            append(byte)
        }
    }
}
