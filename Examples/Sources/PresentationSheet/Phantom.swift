import Hounsfield

/// Images and what belongs to them, all computed: nobody's data.
enum Phantom {
    static let size = 128
    static let created = DateTime(CalendarDate(year: 2024, month: 2, day: 29)!, TimeOfDay(hour: 12, minute: 0, second: 0)!)!

    /// Hounsfield units of a water cylinder in air with inserts of fat, muscle, bone and lung, and a notch that tells sides apart.
    static func units(column: Int, row: Int, offset: Int = 0) -> Int {
        let (x, y) = (column - size / 2 - offset, row - size / 2)
        for (centerX, centerY, radius, value) in [(-26, 0, 11, -100), (28, 0, 11, 200), (0, -30, 11, 800), (0, 30, 11, -700)] {
            if (x - centerX) * (x - centerX) + (y - centerY) * (y - centerY) <= radius * radius { return value }
        }
        if x > 34, y < -34, x - y < 92 { return 1000 }
        return x * x + y * y <= 55 * 55 ? 2 * (y / 4) : -1000
    }

    private static func described(_ photometric: String, samples: Int, bits: Int, instance: UniqueIdentifier) throws -> DataSet {
        var image = DataSet()
        try image.set(.sopClassUID, to: .uniqueIdentifier("1.2.840.10008.5.1.4.1.1.7"))
        try image.set(.sopInstanceUID, to: .uniqueIdentifier(instance))
        try image.set(.studyInstanceUID, to: "2.25.100")
        try image.set(.seriesInstanceUID, to: "2.25.101")
        try image.set(.patientName, to: "Phantom^Water")
        try image.set(.patientID, to: "PHANTOM")
        try image.set(.samplesPerPixel, to: .integers([samples]))
        try image.set(.photometricInterpretation, to: .texts([photometric]))
        if samples == 3 { try image.set(.planarConfiguration, to: 0) }
        try image.set(.rows, to: .integers([size]))
        try image.set(.columns, to: .integers([size]))
        try image.set(.bitsAllocated, to: .integers([bits]))
        try image.set(.bitsStored, to: .integers([bits == 16 ? 12 : bits]))
        try image.set(.highBit, to: .integers([bits == 16 ? 11 : bits - 1]))
        try image.set(.pixelRepresentation, to: 0)
        return image
    }

    static func grey(_ photometric: String, instance: UniqueIdentifier = "2.25.1", offset: Int = 0) throws -> DICOMFile {
        var image = try described(photometric, samples: 1, bits: 16, instance: instance)
        var cells: [UInt8] = []
        for row in 0..<size {
            for column in 0..<size {
                let units = units(column: column, row: row, offset: offset)
                let value = photometric == "MONOCHROME1" ? 1024 - units : units + 1024
                cells += [UInt8(value & 0xFF), UInt8(value >> 8)]
            }
        }
        try image.set(.pixelData, to: .bytes(cells), as: .ow)
        return DICOMFile(image)
    }

    /// The same cylinder with its tissues in colours.
    static func color(_ photometric: String) throws -> DICOMFile {
        var image = try described(photometric, samples: photometric == "PALETTE COLOR" ? 1 : 3, bits: 8, instance: "2.25.3")
        var cells: [UInt8] = []
        let colors: [(Int, Int, Int)] = [(10, 20, 40), (120, 190, 230), (240, 220, 120), (190, 60, 60), (240, 240, 230), (150, 120, 170)]
        for row in 0..<size {
            for column in 0..<size {
                let units = units(column: column, row: row)
                let tissue = units == -1000 ? 0 : units == -100 ? 2 : units == 200 ? 3 : units >= 800 ? 4 : units == -700 ? 5 : 1
                let (red, green, blue) = colors[tissue]
                switch photometric {
                case "RGB": cells += [UInt8(red), UInt8(green), UInt8(blue)]
                case "YBR_FULL":
                    // PS3.3 C.7.6.3.1.2.
                    let y = 299 * red + 587 * green + 114 * blue
                    let (cb, cr) = ((1000 * blue - y) * 1000 / 1772 + 128_000, (1000 * red - y) * 1000 / 1402 + 128_000)
                    cells += [y, cb, cr].map { UInt8(min(max(($0 + 500) / 1000, 0), 255)) }
                default: cells.append(UInt8(tissue))
                }
            }
        }
        if photometric == "PALETTE COLOR" {
            image.merge(try palette(red: colors.map(\.0), green: colors.map(\.1), blue: colors.map(\.2)))
        }
        try image.set(.pixelData, to: .bytes(cells), as: .ow)
        return DICOMFile(image)
    }

    private static func palette(red: [Int], green: [Int], blue: [Int]) throws -> DataSet {
        var palette = DataSet()
        for (descriptor, data, entries) in [
            (DataElement.Tag.redPaletteColorLookupTableDescriptor, DataElement.Tag.redPaletteColorLookupTableData, red),
            (.greenPaletteColorLookupTableDescriptor, .greenPaletteColorLookupTableData, green),
            (.bluePaletteColorLookupTableDescriptor, .bluePaletteColorLookupTableData, blue),
        ] {
            try palette.set(descriptor, to: .integers([entries.count, 0, 16]))
            try palette.set(data, to: .bytes(entries.flatMap { [UInt8($0), UInt8($0)] }), as: .ow)
        }
        return palette
    }

    /// Black, red, yellow, white.
    static func hotPalette() throws -> DataSet {
        func part(_ index: Int, _ from: Int) -> Int { min(max((index - from) * 3, 0), 255) }
        return try palette(
            red: (0...255).map { part($0, 0) }, green: (0...255).map { part($0, 85) }, blue: (0...255).map { part($0, 170) })
    }

    static func palette() throws -> PaletteColorModule { PaletteColorModule(try hotPalette()) }

    /// One bit a pixel.
    static func bits(_ isSet: (_ column: Int, _ row: Int) -> Bool) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: size * size / 8)
        for row in 0..<size {
            for column in 0..<size where isSet(column, row) { bytes[(row * size + column) / 8] |= 1 << UInt8(column % 8) }
        }
        return bytes
    }

    static func overlay(group: UInt16, _ isSet: (_ column: Int, _ row: Int) -> Bool) throws -> DataSet {
        func tag(_ element: UInt16) -> DataElement.Tag { DataElement.Tag(group: group, element: element) }
        var overlay = DataSet()
        try overlay.set(tag(0x0010), to: .integers([size]), as: .us)
        try overlay.set(tag(0x0011), to: .integers([size]), as: .us)
        try overlay.set(tag(0x0040), to: "G", as: .cs)
        try overlay.set(tag(0x0050), to: .integers([1, 1]), as: .ss)
        try overlay.set(tag(0x0100), to: .integers([1]), as: .us)
        try overlay.set(tag(0x0102), to: .integers([0]), as: .us)
        try overlay.set(tag(0x3000), to: .bytes(bits(isSet)), as: .ow)
        return overlay
    }

    /// Three segments in three frames: bone, muscle and lung.
    static func segmentation(_ image: DICOMFile) throws -> DICOMFile {
        var dataSet = try described("MONOCHROME2", samples: 1, bits: 1, instance: "2.25.4")
        try dataSet.set(.sopClassUID, to: "1.2.840.10008.5.1.4.1.1.66.4")
        try dataSet.set(.segmentationType, to: "BINARY")
        try dataSet.set(.numberOfFrames, to: 3)
        let segments = [
            (800...1000, CIELabColor(lightness: 80, a: 5, b: 60)), (200...200, CIELabColor(lightness: 50, a: 70, b: 45)),
            (-700...(-700), CIELabColor(lightness: 60, a: -10, b: -45)),
        ]
        var (frames, items, cells): ([DataSet], [DataSet], [UInt8]) = ([], [], [])
        for (place, (range, color)) in segments.enumerated() {
            var segment = DataSet()
            try segment.set(.segmentNumber, to: .integers([place + 1]))
            try segment.set(.recommendedDisplayCIELabValue, to: .integers([Int(color.lightness), Int(color.a), Int(color.b)]))
            items.append(segment)
            var identification = DataSet()
            try identification.set(.referencedSegmentNumber, to: .integers([place + 1]))
            var source = DataSet()
            try source.set(.sourceImageSequence, to: .items([reference(image)]))
            var frame = DataSet()
            try frame.set(.segmentIdentificationSequence, to: .items([identification]))
            try frame.set(.derivationImageSequence, to: .items([source]))
            frames.append(frame)
            cells += bits { column, row in range.contains(units(column: column, row: row)) }
        }
        try dataSet.set(.segmentSequence, to: .items(items))
        try dataSet.set(.perFrameFunctionalGroupsSequence, to: .items(frames))
        try dataSet.set(.pixelData, to: .bytes(cells), as: .ob)
        return DICOMFile(dataSet)
    }

    private static func reference(_ image: DICOMFile) throws -> DataSet {
        var reference = DataSet()
        if let sopClass = image.dataSet[.sopClassUID]?.bytes { try reference.set(.referencedSOPClassUID, to: .bytes(sopClass)) }
        if let instance = try image.dataSet.uniqueIdentifier(.sopInstanceUID) {
            try reference.set(.referencedSOPInstanceUID, to: .uniqueIdentifier(instance))
        }
        return reference
    }

    /// A hill of quantities over the right half; beyond it there is none.
    static func parametricMap(_ image: DICOMFile) throws -> DICOMFile {
        var map = try described("MONOCHROME2", samples: 1, bits: 32, instance: "2.25.5")
        try map.set(.sopClassUID, to: "1.2.840.10008.5.1.4.1.1.30")
        for tag in [DataElement.Tag.bitsStored, .highBit, .pixelRepresentation] { map.remove(tag) }
        var cells: [UInt8] = []
        for row in 0..<size {
            for column in 0..<size {
                let (x, y) = (column - 84, row - 64)
                let value: Float = x * x + y * y <= 34 * 34 ? Float(34 * 34 - x * x - y * y) / 1000 : .nan
                for byte in 0..<4 { cells.append(UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt32(byte)))) }
            }
        }
        try map.set(.floatPixelData, to: .bytes(cells))
        return DICOMFile(map)
    }

    /// The superimposed image through the palette at 40 %.
    static func blending(_ underlying: DICOMFile, _ superimposed: DICOMFile) throws -> DataSet {
        var state = DataSet()
        try state.set(.sopClassUID, to: "1.2.840.10008.5.1.4.1.1.11.4")
        try state.set(.relativeOpacity, to: 0.4)
        var inputs: [DataSet] = []
        for (position, image) in [("UNDERLYING", underlying), ("SUPERIMPOSED", superimposed)] {
            var series = DataSet()
            try series.set(.referencedImageSequence, to: .items([reference(image)]))
            var window = DataSet()
            try window.set(.windowCenter, to: "1024")
            try window.set(.windowWidth, to: "2000")
            var input = DataSet()
            try input.set(.blendingPosition, to: .texts([position]))
            try input.set(.referencedSeriesSequence, to: .items([series]))
            try input.set(.softcopyVOILUTSequence, to: .items([window]))
            inputs.append(input)
        }
        try state.set(.blendingSequence, to: .items(inputs))
        state.merge(try hotPalette())
        return state
    }
}
