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
    func callAsFunction(_ picture: Picture) throws(ImagingError) -> Picture {
        if isIdentity(columns: picture.columns, rows: picture.rows) { return picture }
        let area = try area(of: picture).scaled(toColumns: columns, rows: rows, filter: .bilinear)
        let turned = area.rotated(by: QuarterTurns(rawValue: turn.quarterTurns) ?? .none)
        return turn.isFlipped ? turned.flippedHorizontally() : turned
    }

    private func area(of picture: Picture) throws(ImagingError) -> Picture {
        let region = PixelRegion(columns: left..<left + width, rows: top..<top + height)
        let inside = region.clamped(toColumns: picture.columns, rows: picture.rows)
        return inside == region ? try picture.cropped(to: region) : framed(inside, picture, region)
    }

    /// The part of a picture that is inside of a region, with black around it.
    private func framed(_ inside: PixelRegion?, _ picture: Picture, _ region: PixelRegion) -> Picture {
        let samples = picture.samplesPerPixel
        var bytes = [UInt8](repeating: 0, count: width * height * samples)
        for row in inside?.rows ?? 0..<0 {
            guard let columns = inside?.columns else { break }
            let source = (row * picture.columns + columns.lowerBound) * samples
            let target = ((row - region.rows.lowerBound) * width + columns.lowerBound - region.columns.lowerBound) * samples
            bytes.replaceSubrange(target..<target + columns.count * samples, with: picture.bytes[source..<source + columns.count * samples])
        }
        return Picture(trusting: bytes, columns: width, rows: height, samplesPerPixel: samples)
    }
}
