public import DICOMCodecs
internal import DICOMData
internal import DICOMObjects

extension Frame {
    /// Departures that the header of this frame's codestream shows: what it contradicts in the data set. Decodes nothing; a native frame has
    /// none.
    ///
    /// - Throws: ``ImagingError`` where the frame is not there, or its header cannot be read.
    public func findings() throws(ImagingError) -> [PixelFinding] {
        guard case .encapsulated(let frames, .codestream(let declared)) = pixelData.source else { return [] }
        do {
            return try frames.withCodestream(of: number) { bytes, fragments in
                let format = Self.format(bytes, fragments) ?? declared
                var comparison = HeaderComparison(
                    image: pixelData.description, transferSyntax: pixelData.transferSyntax, frame: number, range: frames.range(of: number))
                if format != declared {
                    comparison.note(
                        .transferSyntaxMismatch, "The codestream is \(format.name), not \(declared.name) as its transfer syntax says.",
                        "It was decoded as what it is.")
                }
                switch format {
                case .jpeg: comparison.compare(try JPEG.header(of: bytes, fragments: fragments))
                case .jpegLS: comparison.compare(try JPEGLS.header(of: bytes, fragments: fragments))
                case .jpeg2000:
                    var workspace = CodecWorkspace(limits: pixelData.limits)
                    comparison.compare(try JPEG2000.header(of: bytes, fragments: fragments, using: &workspace))
                case .jpegXL: break
                }
                return comparison.findings
            }
        } catch {
            throw ImagingError(translating: error, frame: number)
        }
    }

    /// Departures that decoding this frame has shown.
    ///
    /// - Parameter report: What ``decode(using:layout:into:)`` returned.
    public func findings(decoding report: CodecReport) -> [PixelFinding] {
        var range: Range<Int>?
        var isRLE = false
        if case .encapsulated(let frames, let compression) = pixelData.source {
            range = frames.range(of: number)
            isRLE = compression == .rleLossless
        }
        return report.notes.compactMap { note in
            guard let meaning = note.departure(isRLE: isRLE) else { return nil }
            return PixelFinding(
                meaning.quirk, frame: number, range: range, problem: meaning.problem, action: meaning.action, effect: meaning.effect)
        }
    }
}

/// What the header of a codestream says, beside what the data set says.
private struct HeaderComparison {
    let image: ImagePixelDescription
    let transferSyntax: TransferSyntax
    let frame: Int
    let range: Range<Int>?
    var findings: [PixelFinding] = []

    mutating func note(_ quirk: Quirk, _ problem: String, _ action: String, _ effect: PixelFinding.Effect = .none) {
        findings.append(PixelFinding(quirk, frame: frame, range: range, problem: problem, action: action, effect: effect))
    }

    mutating func compare(_ header: JPEG.Header) {
        let isLosslessSyntax = [.jpegLossless, .jpegLosslessSV1].contains(transferSyntax)
        let isLossless = header.process == .lossless
        if isLossless != isLosslessSyntax, transferSyntax.codec == .compressed(.codestream(.jpeg)) {
            note(
                .jpegLosslessLies, "The process of the JPEG codestream (SOF\(header.process.rawValue)) is not that of the transfer syntax.",
                "It was decoded as what it is.")
        } else if transferSyntax == .jpegLosslessSV1, header.selectionValue != 1 {
            note(
                .jpegLosslessLies, "The selection value is \(header.selectionValue), in a transfer syntax of selection value 1.",
                "It was decoded as what it is.")
        } else if transferSyntax == .jpegBaseline8Bit, header.process != .baseline {
            note(
                .jpegLosslessLies, "The process of the JPEG codestream (SOF\(header.process.rawValue)) is not Baseline.",
                "It was decoded as what it is.")
        }
        comparePrecision(header.precision, .jpegLosslessLies)
        guard image.samplesPerPixel == 3, let isYCbCr = header.isYCbCr else { return }
        let interpretation = image.photometricInterpretation
        if isYCbCr == (interpretation == .rgb), isYCbCr || [.ybrFull, .ybrFull422].contains(interpretation) {
            note(
                .photometricMismatch,
                "The JPEG codestream holds \(isYCbCr ? "Y Cb Cr" : "R G B"), and Photometric Interpretation is \(interpretation.rawValue).",
                "The codestream was believed.", .changed)
        }
    }

    mutating func compare(_ header: JPEGLS.Header) {
        if transferSyntax == .jpegLSLossless, header.near > 0 {
            note(.transferSyntaxMismatch, "The codestream is near-lossless (NEAR \(header.near)).", "It was decoded as what it is.")
        }
        if header.colorTransform > 0 {
            note(.jpegLSJAI, "The codestream has a colour transform of Hewlett-Packard's encoder.", "It was undone.")
        }
        if !header.hasMappingTables { comparePrecision(header.precision, .jpegLosslessLies) }
    }

    mutating func compare(_ header: JPEG2000.Header) {
        if header.isBoxed { note(.codestreamWrapping, "The codestream lies in JP2 boxes (PS3.5 A.4.4).", "It was taken out of them.") }
        if header.isSigned != image.isSigned {
            note(
                .jpeg2000SignPrecision,
                "The samples of the codestream are \(header.isSigned ? "signed" : "unsigned"), those of the data set are not.",
                "Their bits were read as the data set says.", .changed)
        }
        comparePrecision(header.precision, .jpeg2000SignPrecision)
        if !header.isReversible, [.jpeg2000Lossless, .htJPEG2000Lossless, .htJPEG2000LosslessRPCL].contains(transferSyntax) {
            note(.transferSyntaxMismatch, "The wavelet is irreversible, in a lossless transfer syntax.", "It was decoded as what it is.")
        }
        if header.isHighThroughput, [.jpeg2000Lossless, .jpeg2000].contains(transferSyntax) {
            note(.transferSyntaxMismatch, "The codestream is High-Throughput JPEG 2000.", "It was decoded as what it is.")
        }
        guard image.samplesPerPixel == 3 else { return }
        let interpretation = image.photometricInterpretation
        let expected: PhotometricInterpretation =
            !header.usesMultipleComponentTransform ? .rgb : header.isReversible ? .ybrRCT : .ybrICT
        if header.usesMultipleComponentTransform, interpretation != expected {
            note(
                .photometricMismatch,
                "The codestream has a component transform, \(expected.rawValue), and Photometric Interpretation is \(interpretation.rawValue).",
                "The samples are R G B.", interpretation == .rgb || [.ybrRCT, .ybrICT].contains(interpretation) ? .none : .changed)
        } else if !header.usesMultipleComponentTransform, [.ybrRCT, .ybrICT].contains(interpretation) {
            note(
                .photometricMismatch,
                "The codestream has no component transform, and Photometric Interpretation is \(interpretation.rawValue).",
                "The samples were taken for R G B.", .changed)
        }
    }

    /// Values of fewer bits are what they are, unless their sign stands elsewhere than the data set says.
    private mutating func comparePrecision(_ precision: Int, _ quirk: Quirk) {
        guard precision != image.bitsStored, image.bitsAllocated > 1 else { return }
        let effect: PixelFinding.Effect = precision < image.bitsStored ? image.isSigned ? .changed : .none : .doubtful(confidence: 0.1)
        note(
            quirk, "Samples of the codestream have \(precision) bits, Bits Stored is \(image.bitsStored).",
            precision < image.bitsStored ? "Their bits were read as the data set says." : "Bits above Bits Stored were left out.", effect)
    }
}

extension CodestreamFormat {
    fileprivate var name: String {
        switch self {
        case .jpeg: "JPEG"
        case .jpegLS: "JPEG-LS"
        case .jpeg2000: "JPEG 2000"
        case .jpegXL: "JPEG XL"
        }
    }
}

extension CodecNote {
    /// What was tolerated, as a finding says it; nil where the codestream keeps to the standard, or its header has said it already.
    fileprivate func departure(
        isRLE: Bool
    ) -> (quirk: Quirk, problem: String, action: String, effect: PixelFinding.Effect)? {
        switch self {
        case .excessData where isRLE: (.rleVariants, "A segment holds more than its plane takes.", "The rest was left alone.", .none)
        case .excessData: (.codestreamWrapping, "There is more data than samples.", "The rest was left alone.", .none)
        case .headerGap: (.rleVariants, "The first segment does not begin behind the header.", "It was read from where it begins.", .none)
        case .unusedOffset: (.rleVariants, "The offset of a segment that is not there is not 0.", "It was not heeded.", .none)
        case .zlibWrapped: (.zlibWrappedDeflate, "The deflate stream has a header of zlib (PS3.5 A.4.13).", "It was taken off.", .none)
        case .trailingData: (.codestreamWrapping, "Bytes other than padding follow the codestream.", "They were left alone.", .none)
        case .missingEndMarker: (.codestreamWrapping, "The end marker is missing.", "The frame is all there without it.", .none)
        case .paddingBefore: (.codestreamWrapping, "Padding stands in front of the codestream.", "It was passed over.", .none)
        case .paddingAfter: (.codestreamWrapping, "More than a byte of padding follows the codestream.", "It was left alone.", .none)
        case .scanParameters: (.jpegLosslessLies, "A scan header has a parameter that is not legal.", "It was not heeded.", .none)
        case .overfullTable:
            (.jpegLosslessLies, "A Huffman table has more codes than their lengths allow.", "Those in excess were left out.", .none)
        case .predictorOverflow: (.jpegLosslessLies, "Differences leave 16 bits.", "They were taken to wrap.", .changed)
        case .assumedThresholds: (.jpegLSJAI, "The thresholds are not those of the standard.", "Those of JAI were used.", .changed)
        case .partialPicture:
            (.corruptFragment, "The frame is damaged or cut short.", "What is in front of the damage was decoded, the rest is 0.", .changed)
        default: nil
        }
    }
}
