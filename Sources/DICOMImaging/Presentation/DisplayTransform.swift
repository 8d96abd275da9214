internal import DICOMObjects

/// From the pixels of an image to those of a display: the displayed area, its scale, and the spatial transformation (PS3.3 C.10.4, C.10.6).
struct DisplayTransform: Sendable, Hashable {
    /// The pixels that are shown, in columns and rows of the image from 0. They may lie outside of it.
    let left: Int
    let top: Int
    let width: Int
    let height: Int
    /// The size of the area before it is turned.
    let columns: Int
    let rows: Int
    let turn: SpatialTransformation
    /// True size was asked for, and the pixel pitch of the display is not known.
    let isTrueSizeUnknown: Bool

    /// The size of the picture.
    var displayColumns: Int { turn.quarterTurns % 2 == 0 ? columns : rows }
    var displayRows: Int { turn.quarterTurns % 2 == 0 ? rows : columns }

    /// Pixels of a picture, and of the area that it is made from.
    private static let mostPixels = 1 << 28
    /// Of the area: twice what an image can have.
    private static let longestSide = 1 << 17

    /// - Parameters:
    ///   - area: nil for the whole image.
    ///   - display: nil for a picture of as many pixels as the area has, more along the side on which pixels are longer.
    /// - Throws: ``ImagingError``: `limitExceeded` for an area or a picture of too many pixels, `badArgument` for an impossible display.
    init(
        imageColumns: Int, imageRows: Int, area: DisplayedArea?, turn: SpatialTransformation, display: DisplaySize?
    ) throws(ImagingError) {
        let area = area ?? DisplayedArea(from: SIMD2(1, 1), to: SIMD2(imageColumns, imageRows))
        // Which corner is where is told by the turn too; a state that contradicts itself still names the same pixels.
        left = min(area.topLeft.x, area.bottomRight.x) - 1
        top = min(area.topLeft.y, area.bottomRight.y) - 1
        width = max(area.topLeft.x, area.bottomRight.x) - left
        height = max(area.topLeft.y, area.bottomRight.y) - top
        self.turn = turn
        let swaps = turn.quarterTurns % 2 == 1
        let aspect = area.pixelAspect
        var unknown = false
        // Pixels of the display for one of the image, across.
        var scale = max(1, 1 / aspect)
        switch area.sizeMode {
        case .magnify(let ratio): scale = ratio
        case .trueSize:
            if let pitch = display?.pixelPitch, pitch > 0, let spacing = area.pixelSpacing {
                scale = spacing.betweenColumns / pitch
            } else {
                unknown = true
            }
        case .scaleToFit:
            if let display {
                guard (1...0xFFFF).contains(display.columns), (1...0xFFFF).contains(display.rows) else {
                    throw ImagingError(
                        code: .badArgument, problem: "A display of \(display.columns) × \(display.rows) pixels shows nothing.",
                        remedy: "Give 1 to 65,535 columns and rows.")
                }
                let room = swaps ? SIMD2(display.rows, display.columns) : SIMD2(display.columns, display.rows)
                scale = min(Double(room.x) / Double(width), Double(room.y) / (Double(height) * aspect))
            }
        }
        isTrueSizeUnknown = unknown
        columns = try Self.size(Double(width) * scale)
        rows = try Self.size(Double(height) * scale * aspect)
        guard columns * rows <= Self.mostPixels, width <= Self.longestSide, height <= Self.longestSide, width * height <= Self.mostPixels
        else { throw Self.tooLarge }
    }

    private static func size(_ value: Double) throws(ImagingError) -> Int {
        guard value.isFinite, value < 65_535.5 else { throw tooLarge }
        return max(1, Int((value + 0.5).rounded(.down)))
    }

    private static var tooLarge: ImagingError {
        ImagingError(
            code: .limitExceeded, problem: "The displayed area is larger than a picture may be.",
            remedy: "Give the size of the display, or render without the presentation state.")
    }

    /// Whether a picture of this size is shown as it is.
    func isIdentity(columns imageColumns: Int, rows imageRows: Int) -> Bool {
        left == 0 && top == 0 && width == imageColumns && height == imageRows && columns == width && rows == height && turn == .identity
    }

    /// Where a point of the image is on the display. 0\0 is the top left corner of the first pixel of either.
    func callAsFunction(_ point: SIMD2<Double>) -> SIMD2<Double> {
        let x = (point.x - Double(left)) * Double(columns) / Double(width)
        let y = (point.y - Double(top)) * Double(rows) / Double(height)
        return turned(SIMD2(x, y), SIMD2(Double(columns), Double(rows)))
    }

    private func turned(_ point: SIMD2<Double>, _ size: SIMD2<Double>) -> SIMD2<Double> {
        var turned: SIMD2<Double>
        switch turn.quarterTurns {
        case 1: turned = SIMD2(size.y - point.y, point.x)
        case 2: turned = size - point
        case 3: turned = SIMD2(point.y, size.x - point.x)
        default: turned = point
        }
        if turn.isFlipped { turned.x = Double(displayColumns) - turned.x }
        return turned
    }
}

// MARK: - Pictures

extension DisplayTransform {
    /// The picture that is seen of a picture in pixels of the image. What lies outside of the image is black.
    func callAsFunction(_ picture: Picture) -> Picture {
        if isIdentity(columns: picture.columns, rows: picture.rows) { return picture }
        let samples = picture.samplesPerPixel
        let across = ResampledSide(from: left, count: width, to: columns)
        let down = ResampledSide(from: top, count: height, to: rows)
        var bytes = [UInt8](repeating: 0, count: columns * rows * samples)
        // Columns first, for the rows of the image that are seen.
        let seen = max(0, down.first)..<max(0, min(picture.rows, down.last + 1))
        var narrow = [Int32](repeating: 0, count: seen.count * columns * samples)
        for row in seen {
            let (source, target) = (row * picture.columns * samples, (row - seen.lowerBound) * columns * samples)
            for column in 0..<columns {
                for sample in 0..<samples {
                    var sum = 0
                    across.forEachWeight(at: column) { place, weight in
                        if place >= 0, place < picture.columns { sum += weight * Int(picture.bytes[source + place * samples + sample]) }
                    }
                    narrow[target + column * samples + sample] = Int32(sum)
                }
            }
        }
        let line = columns * samples
        for row in 0..<rows {
            for index in 0..<line {
                var sum = 0
                down.forEachWeight(at: row) { place, weight in
                    if seen.contains(place) { sum += weight * Int(narrow[(place - seen.lowerBound) * line + index]) }
                }
                let pixel = targetPixel(column: index / samples, row: row)
                bytes[pixel * samples + index % samples] = UInt8((sum + 1 << 27) >> 28)
            }
        }
        return Picture(trusting: bytes, columns: displayColumns, rows: displayRows, samplesPerPixel: samples)
    }

    /// Where a pixel of the scaled area lands.
    private func targetPixel(column: Int, row: Int) -> Int {
        var place: (column: Int, row: Int)
        switch turn.quarterTurns {
        case 1: place = (rows - 1 - row, column)
        case 2: place = (columns - 1 - column, rows - 1 - row)
        case 3: place = (row, columns - 1 - column)
        default: place = (column, row)
        }
        if turn.isFlipped { place.column = displayColumns - 1 - place.column }
        return place.row * displayColumns + place.column
    }
}

/// The weights of the pixels along one side that make each new one: straight lines between neighbours, and where the picture becomes smaller the
/// same tent as wide as a new pixel on either side. They are whole numbers whose sum is 2^14.
private struct ResampledSide {
    private var starts: [Int] = []
    private var firsts: [Int] = []
    private var weights: [Int] = []

    var first: Int { firsts.first ?? 0 }
    private(set) var last = 0

    init(from origin: Int, count: Int, to target: Int) {
        let step = Double(count) / Double(target)
        let reach = max(1, step)
        for index in 0..<target {
            // Centers of pixels are at halves.
            let center = Double(origin) + (Double(index) + 0.5) * step - 0.5
            let low = Int((center - reach).rounded(.down)) + 1
            let high = max(low, Int((center + reach).rounded(.up)) - 1)
            let tent = (low...high).map { max(0, 1 - abs(Double($0) - center) / reach) }
            let sum = tent.reduce(0, +)
            var rounded = tent.map { Int($0 / sum * 16_384 + 0.5) }
            // What rounding leaves goes to the largest.
            let largest = rounded.indices.max { rounded[$0] < rounded[$1] } ?? 0
            rounded[largest] += 16_384 - rounded.reduce(0, +)
            starts.append(weights.count)
            firsts.append(low)
            weights += rounded
            last = max(last, high)
        }
        starts.append(weights.count)
    }

    @inline(__always) func forEachWeight(at index: Int, _ body: (_ place: Int, _ weight: Int) -> Void) {
        for entry in starts[index]..<starts[index + 1] { body(firsts[index] + entry - starts[index], weights[entry]) }
    }
}
