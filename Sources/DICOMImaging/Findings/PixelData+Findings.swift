internal import DICOMData
internal import DICOMObjects

extension PixelData {
    /// Departures from the standard that concern all frames: where they lie, and what the attributes say of them. Decodes nothing, and looks at
    /// the bytes of no frame.
    ///
    /// What concerns one frame is said by ``Frame/findings()`` and, of what only decoding shows, by ``Frame/findings(decoding:)``.
    public func findings() -> [PixelFinding] {
        var findings: [PixelFinding] = []
        if transferSyntax == .geImplicitBigEndianPixels {
            findings.append(
                PixelFinding(
                    .geImplicitBigEndianPixels, range: element.valueRange, problem: "The words of Pixel Data are big endian.",
                    action: "They were read so."))
        }
        switch source {
        case .native: findings += nativeFindings()
        case .encapsulated(let frames, let compression):
            findings += frames.findings
            if element.valueRepresentation == .ow {
                findings.append(
                    PixelFinding(
                        .pixelVRAndSwap, range: element.valueRange, problem: "Encapsulated Pixel Data is OW and not OB (PS3.5 A.4).",
                        action: "It was read as what it is."))
            }
            if case .codestream = compression, description.isPlanar {
                findings.append(
                    PixelFinding(
                        .planarConfiguration,
                        problem: "Planar Configuration is 1 beside codestreams, which have no planes (PS3.5 8.2).",
                        action: "It was not heeded."))
            }
        }
        return findings + cellFindings() + paletteFindings()
    }

    private func nativeFindings() -> [PixelFinding] {
        var findings: [PixelFinding] = []
        if let compressed = dataSet[ElscintPixels.value], options.decodesPrivateCompression {
            findings.append(
                PixelFinding(
                    .pmsctRLE1, range: compressed.valueRange, problem: "The pixels lie in (07A1,xx0A) as PMSCT_RLE1.",
                    action: "They were read as Pixel Data."))
        }
        if dataSet.numberOfFramesIsNoNumber {
            findings.append(
                PixelFinding(
                    .dsGarbage, range: dataSet[.numberOfFrames]?.valueRange, problem: "Number of Frames is no number.",
                    action: "The frames that Pixel Data holds were counted.", effect: .changed))
        }
        let (bits, overflow) = description.bitsPerFrame.multipliedReportingOverflow(by: declaredFrameCount)
        let bytes = overflow ? Int.max : (bits - 1) / 8 + 1
        if element.length > bytes + bytes % 2 {
            findings.append(
                PixelFinding(
                    .embeddedOverlay, range: element.valueRange.lowerBound + bytes..<element.valueRange.upperBound,
                    problem: "Pixel Data has \(element.length) bytes, its frames \(bytes).",
                    action: options.mode == .forensic ? "What makes whole frames was read as such." : "The rest was left alone."))
        } else if element.length < bytes {
            let fitting = [8, 16, 32].first { width in
                width < description.bitsAllocated && bits / description.bitsAllocated * width / 8 == element.length & ~1
            }
            let guess = fitting.map { " They would be those of cells of \($0) bits." } ?? ""
            findings.append(
                PixelFinding(
                    .embeddedOverlay, range: element.valueRange,
                    problem: "Pixel Data has \(element.length) bytes of the \(bytes) of its frames.\(guess)",
                    action: "Frames that are whole can be read.", effect: .changed))
        }
        if element.valueRepresentation == .ob, description.bitsAllocated > 8 {
            findings.append(
                PixelFinding(
                    .pixelVRAndSwap, range: element.valueRange,
                    problem: "Pixel Data of \(description.bitsAllocated)-bit cells is OB and not OW (PS3.5 A.2).",
                    action: "Cells were read in the byte order of the transfer syntax."))
        }
        return findings
    }

    private func cellFindings() -> [PixelFinding] {
        var findings: [PixelFinding] = []
        if description.samplesPerPixel == 1, dataSet.contains(.planarConfiguration) {
            findings.append(
                PixelFinding(
                    .planarConfiguration, range: dataSet[.planarConfiguration]?.valueRange,
                    problem: "There is a Planar Configuration, and one sample a pixel (PS3.3 C.7.6.3.1.3).", action: "It was not heeded."))
        }
        if description.content == .integers, description.highBit != description.bitsStored - 1 {
            findings.append(
                PixelFinding(
                    .embeddedOverlay, range: dataSet[.highBit]?.valueRange,
                    problem:
                        "High Bit is \(description.highBit) and not one less than Bits Stored, \(description.bitsStored) (PS3.5 8.1.1).",
                    action: "Values were taken from where it says."))
        }
        // Groups 6000 to 601E, PS3.3 C.9.2 of 2004.
        for plane in 0..<16 {
            let group = UInt16(0x6000 + 2 * plane)
            guard let bits = try? dataSet.integer(DataElement.Tag(group: group, element: 0x0100)), bits > 1,
                let position = try? dataSet.integer(DataElement.Tag(group: group, element: 0x0102)),
                !dataSet.contains(DataElement.Tag(group: group, element: 0x3000))
            else { continue }
            findings.append(
                PixelFinding(
                    .embeddedOverlay, range: dataSet[DataElement.Tag(group: group, element: 0x0102)]?.valueRange,
                    problem: "An overlay lies in bit \(position) of the pixel cells, which is retired.",
                    action: "It was kept out of the values."))
        }
        return findings
    }
}

// MARK: - Palettes

extension PixelData {
    private static let palettes: [(descriptor: DataElement.Tag, data: DataElement.Tag)] = [
        (.redPaletteColorLookupTableDescriptor, .redPaletteColorLookupTableData),
        (.greenPaletteColorLookupTableDescriptor, .greenPaletteColorLookupTableData),
        (.bluePaletteColorLookupTableDescriptor, .bluePaletteColorLookupTableData),
    ]

    private func paletteFindings() -> [PixelFinding] {
        let held = Self.palettes.filter { dataSet.contains($0.data) }
        guard let first = held.first else { return [] }
        let presentation = (try? dataSet.string(.pixelPresentation)) ?? ""
        let isSupplemental = ["COLOR", "MIXED"].contains(presentation) || dataSet.contains(.sharedFunctionalGroupsSequence)
        if description.photometricInterpretation != .paletteColor, !isSupplemental {
            return [
                PixelFinding(
                    .paletteEdge, range: dataSet[first.data]?.valueRange,
                    problem: "There is a palette, and Photometric Interpretation is not PALETTE COLOR.", action: "It was not used.")
            ]
        }
        for (descriptor, data) in held {
            guard let numbers = try? dataSet.integers(descriptor), numbers.count == 3, let element = dataSet[data] else { continue }
            let entries = numbers[0] & 0xFFFF == 0 ? 65_536 : numbers[0] & 0xFFFF
            let bytes = entries * (numbers[2] > 8 ? 2 : 1)
            guard element.length != bytes + bytes % 2 else { continue }
            let isWide = numbers[2] == 8 && element.length == 2 * entries
            return [
                PixelFinding(
                    .paletteEdge, range: element.valueRange,
                    problem: isWide
                        ? "A palette of 8-bit entries has 16 bits for each (PS3.3 C.7.6.3.1.6)."
                        : "A palette has \(element.length) bytes, not the \(bytes) of \(entries) entries of \(numbers[2]) bits.",
                    action: "Entries were taken in the width that the bytes have.", effect: isWide ? .none : .changed)
            ]
        }
        return []
    }
}
