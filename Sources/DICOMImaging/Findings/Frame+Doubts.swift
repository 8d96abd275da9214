internal import DICOMCodecs
internal import DICOMData
internal import DICOMObjects

extension Frame {
    /// What the samples of a native frame make one doubt: whether words are in the other byte order, and whether samples lie in planes where
    /// the object says that they do not, or the reverse. Nothing is ever changed on account of it.
    ///
    /// Neighbours of a picture are alike. Where they would be far more so under the other reading, that reading is likely; noise, and pictures of
    /// few values, give no doubt. Planes that are read as pixels are three times as rough at the least: that much alone gives none either.
    ///
    /// - Throws: ``ImagingError`` as ``decode(into:)`` does.
    /// - Complexity: O(samples).
    public func doubts() throws(ImagingError) -> [PixelFinding] {
        guard case .native(let frames) = pixelData.source, pixelData.description.content == .integers else { return [] }
        do {
            let image = pixelData.description
            let range = try frames.bytes(of: number).range
            return pixelData.element.withBytes(in: range) { cells in
                var findings: [PixelFinding] = []
                if image.bitsAllocated == 16, image.samplesPerPixel == 1, layout.columns > 1 {
                    let ratio = Roughness.ratio(
                        of: Roughness.words(cells, columns: layout.columns, isSwapped: frames.swapWidth != nil),
                        to: Roughness.words(cells, columns: layout.columns, isSwapped: frames.swapWidth == nil))
                    note(.pixelVRAndSwap, ratio, "The words look like those of the other byte order.", range, &findings)
                }
                if image.bitsAllocated == 8, image.samplesPerPixel == 3, !image.isNative422, layout.columns > 1, layout.rows > 1 {
                    let pixels = layout.columns * layout.rows
                    let (planes, woven) = (Roughness.bytes(cells, step: 1, pixels: pixels), Roughness.bytes(cells, step: 3, pixels: pixels))
                    let ratio = image.isPlanar ? Roughness.ratio(of: planes, to: woven) : Roughness.ratio(of: woven, to: planes)
                    note(
                        .planarConfiguration, ratio,
                        "The samples look like \(image.isPlanar ? "pixels of three" : "three planes"), against Planar Configuration.",
                        range,
                        &findings)
                }
                return findings
            }
        } catch {
            throw ImagingError(translating: error, frame: number)
        }
    }

    /// Below a ratio of 4 there is nothing to say; from there confidence grows towards 1.
    private func note(_ quirk: Quirk, _ ratio: Double, _ problem: String, _ range: Range<Int>, _ findings: inout [PixelFinding]) {
        guard ratio >= 4 else { return }
        let start = pixelData.element.valueRange.lowerBound
        findings.append(
            PixelFinding(
                quirk, frame: number, range: start + range.lowerBound..<start + range.upperBound, problem: problem,
                action: "They were read as the object says.", effect: .doubtful(confidence: 1 - 2 / ratio)))
    }
}

/// How much neighbours differ, on average: sums over at most some 100,000 samples, spread over the frame.
private enum Roughness {
    static func words(_ cells: Span<UInt8>, columns: Int, isSwapped: Bool) -> Double {
        let count = cells.count / 2
        let step = max(1, count / 100_000)
        var sum = 0
        var pairs = 0
        func word(_ place: Int) -> Int {
            let (first, second) = (Int(cells[2 * place]), Int(cells[2 * place + 1]))
            return isSwapped ? first << 8 | second : second << 8 | first
        }
        for place in stride(from: 0, to: count - 1, by: step) where (place + 1) % columns != 0 {
            // The sign does not matter: a step over it is one of 65,535 in either reading.
            sum += abs(word(place) - word(place + 1))
            pairs += 1
        }
        return Double(sum) / Double(max(pairs, 1))
    }

    /// - Parameter step: From a sample to the next of its component: 1 in planes, 3 in pixels.
    static func bytes(_ cells: Span<UInt8>, step: Int, pixels: Int) -> Double {
        let stride = max(1, pixels / 30_000)
        var sum = 0
        var pairs = 0
        for pixel in Swift.stride(from: 0, to: pixels - 1, by: stride) {
            for component in 0..<3 {
                let place = step == 1 ? component * pixels + pixel : 3 * pixel + component
                sum += abs(Int(cells[place]) - Int(cells[place + step]))
                pairs += 1
            }
        }
        return Double(sum) / Double(max(pairs, 1))
    }

    /// How many times as rough one reading is as the other; 1 where both are smooth or nothing can be told.
    static func ratio(of stated: Double, to other: Double) -> Double {
        stated < 1 ? 1 : stated / max(other, 0.25)
    }
}
