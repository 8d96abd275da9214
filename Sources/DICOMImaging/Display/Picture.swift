/// A rendered frame: 8 bits a sample, grey or RGB, rows from top to bottom without padding.
public struct Picture: Sendable, Hashable {
    public let columns: Int
    public let rows: Int
    /// 1 for grey, 3 for RGB.
    public let samplesPerPixel: Int
    /// `rows × columns × samplesPerPixel`; RGB is interleaved by pixel.
    public let bytes: [UInt8]

    init(columns: Int, rows: Int, samplesPerPixel: Int, bytes: [UInt8]) {
        self.columns = columns
        self.rows = rows
        self.samplesPerPixel = samplesPerPixel
        self.bytes = bytes
    }
}

extension Picture {
    /// The picture as a PNG file.
    ///
    /// - Throws: ``ImagingError`` with code `outOfMemory`.
    public func png() throws(ImagingError) -> [UInt8] {
        try PNG(columns: columns, rows: rows, format: samplesPerPixel == 1 ? .gray8 : .rgb8).encoded(bytes.span)
    }

    /// The picture made smaller, so that neither side exceeds `size` pixels; as it is where it fits already. Each pixel is the mean of those
    /// that it stands for, rounded to nearest.
    public func scaledDown(toFit size: Int) -> Picture {
        let longest = max(columns, rows)
        guard size >= 1, longest > size else { return self }
        let width = max(1, columns * size / longest)
        let height = max(1, rows * size / longest)
        var scaled: [UInt8] = []
        scaled.reserveCapacity(width * height * samplesPerPixel)
        var sums = [Int](repeating: 0, count: width * samplesPerPixel)
        for row in 0..<height {
            let lines = row * rows / height..<(row + 1) * rows / height
            for index in sums.indices { sums[index] = 0 }
            for line in lines { addLine(line, width: width, to: &sums) }
            for column in 0..<width {
                let count = lines.count * ((column + 1) * columns / width - column * columns / width)
                for sample in 0..<samplesPerPixel {
                    scaled.append(UInt8((sums[column * samplesPerPixel + sample] + count / 2) / count))
                }
            }
        }
        return Picture(columns: width, rows: height, samplesPerPixel: samplesPerPixel, bytes: scaled)
    }

    /// Adds the samples of one line to the pixels that they fall into.
    private func addLine(_ line: Int, width: Int, to sums: inout [Int]) {
        let start = line * columns * samplesPerPixel
        for column in 0..<width {
            for source in column * columns / width..<(column + 1) * columns / width {
                for sample in 0..<samplesPerPixel {
                    sums[column * samplesPerPixel + sample] += Int(bytes[start + source * samplesPerPixel + sample])
                }
            }
        }
    }
}
