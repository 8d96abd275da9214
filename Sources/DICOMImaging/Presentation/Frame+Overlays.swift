internal import DICOMCodecs
internal import DICOMData
internal import DICOMObjects

extension Frame {
    /// The bits of an overlay over the frame, one byte for each pixel of the image; nil where the overlay has no frame for it (PS3.3 C.9.2).
    ///
    /// - Throws: `ObjectError` or ``ImagingError`` where the bits cannot be had.
    func bits(of overlay: OverlayPlane) throws -> [UInt8]? {
        let image = pixelData.description
        if case .pixelData(let bit) = overlay.storage { return try embeddedBits(bit) }
        guard let number = overlay.frame(overImageFrame: number) else { return nil }
        let bits = try overlay.bits(ofFrame: number)
        var placed = [UInt8](repeating: 0, count: image.columns * image.rows)
        let (firstRow, firstColumn) = (overlay.originRow - 1, overlay.originColumn - 1)
        let columns = max(0, -firstColumn)..<max(max(0, -firstColumn), min(overlay.columns, image.columns - firstColumn))
        for row in 0..<overlay.rows where (0..<image.rows).contains(firstRow + row) {
            let target = (firstRow + row) * image.columns + firstColumn
            for column in columns { placed[target + column] = bits[row * overlay.columns + column] }
        }
        return placed
    }

    /// A bit of each pixel cell (retired, PS3.5-2003 8.1.2).
    private func embeddedBits(_ bit: Int) throws -> [UInt8] {
        let image = pixelData.description
        let width = image.bitsAllocated / 8
        guard case .native(let frames) = pixelData.source, image.bitsAllocated % 8 == 0, image.samplesPerPixel == 1 else {
            throw ImagingError(
                code: .unsupportedImage, frame: number, problem: "An overlay in the cells of compressed pixels is not drawn.",
                remedy: "Render without overlays.")
        }
        let (range, _) = try frames.bytes(of: number)
        let byte = frames.swapWidth == nil ? bit / 8 : width - 1 - bit / 8
        return try pixelData.element.withBytes(in: range) { cells in
            var bits = [UInt8](repeating: 0, count: image.columns * image.rows)
            for pixel in bits.indices {
                var place = pixel * width + byte
                // Bytes that were written as words have changed places in pairs.
                if frames.swapsBytesOfWords { place ^= 1 }
                guard place < cells.count else {
                    throw ImagingError(
                        code: .missingPixels, frame: number, problem: "Pixel Data ends within the overlay.",
                        remedy: "Fetch the object again.")
                }
                bits[pixel] = cells[place] >> UInt8(bit % 8) & 1
            }
            return bits
        }
    }

    /// Draws all overlays of the image, in white.
    func drawOverlays(on canvas: inout Canvas) throws {
        for group in OverlayPlane.groups(in: pixelData.dataSet) {
            if let bits = try bits(of: OverlayPlane(pixelData.dataSet, group: group)) { canvas.set(bits, .white) }
        }
    }

    /// Draws the overlays that a presentation state activates, its own and those of the image, in the order and colours of their layers
    /// (PS3.3 C.11.7).
    func drawOverlays(_ state: PresentationState, _ layers: [GraphicLayer], on canvas: inout Canvas) throws {
        let shutterGroup = try state.shutter?.overlayGroup
        var activated: [(order: Int, group: UInt16, color: DrawingColor)] = []
        for group in stride(from: UInt16(0x6000), through: 0x601E, by: 2) where group != shutterGroup {
            guard let name = try state.activationLayer(ofOverlay: group) else { continue }
            let place = layers.firstIndex { $0.name == name }
            activated.append((place ?? layers.count, group, DrawingColor(place.map { layers[$0] })))
        }
        for (_, group, color) in activated.sorted(by: { ($0.order, $0.group) < ($1.order, $1.group) }) {
            guard let overlay = try overlay(group, of: state) else { continue }
            if let bits = try bits(of: overlay) { canvas.set(bits, color) }
        }
    }

    /// Covers what the bitmap of a shutter covers: where its bits are 1 (PS3.3 C.7.6.15).
    func drawBitmapShutter(_ shutter: DisplayShutter, _ state: PresentationState, on canvas: inout Canvas) throws {
        guard let group = shutter.overlayGroup, let overlay = try overlay(group, of: state) else { return }
        if let bits = try bits(of: overlay) { canvas.set(bits, DrawingColor(shutter)) }
    }

    /// An overlay of the state, or else of the image.
    private func overlay(_ group: UInt16, of state: PresentationState) throws -> OverlayPlane? {
        for dataSet in [state.dataSet, pixelData.dataSet] where OverlayPlane.groups(in: dataSet).contains(group) {
            return try OverlayPlane(dataSet, group: group)
        }
        return nil
    }
}
