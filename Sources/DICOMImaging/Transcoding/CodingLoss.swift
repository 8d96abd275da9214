internal import DICOMData

/// How much of a picture may be lost where it is encoded in a transfer syntax that allows it.
public enum CodingLoss: Sendable, Hashable {
    /// Nothing: for those lossy transfer syntaxes that can also encode without loss (JPEG-LS, JPEG 2000, JPEG XL).
    case nothing
    /// JPEG: 1 to 100, as the Independent JPEG Group counts; 50 are the quantisation tables of T.81 Annex K.
    case quality(Int)
    /// JPEG-LS: NEAR, by which no sample differs by more.
    case near(Int)
    /// JPEG, JPEG 2000: bits of the samples divided by bits of the codestream, more than 1.
    case ratio(Double)
    /// JPEG XL: the Butteraugli distance, above 0, to 25.
    case distance(Float)
}

extension CodingLoss {
    /// Transfer syntaxes whose encoders have a choice of loss.
    enum Family {
        case jpeg, jpegLS, jpeg2000, jpegXL

        init?(_ transferSyntax: TransferSyntax) {
            switch transferSyntax {
            case .jpegBaseline8Bit, .jpegExtended12Bit: self = .jpeg
            case .jpegLSNearLossless: self = .jpegLS
            case .jpeg2000: self = .jpeg2000
            case .jpegXL: self = .jpegXL
            default: return nil
            }
        }
    }

    /// Refuses a loss that the transfer syntax does not know.
    func check(for transferSyntax: TransferSyntax) throws(ImagingError) {
        let (isPossible, remedy): (Bool, String) =
            switch Family(transferSyntax) {
            case nil: (false, "Leave it out: the transfer syntax has none to choose.")
            case .jpeg: (isQuality || isRatio, "Give a quality from 1 to 100, or a ratio above 1.")
            case .jpegLS: (isNear || self == .nothing, "Give NEAR from 1 to 255, or no loss.")
            case .jpeg2000: (isRatio || self == .nothing, "Give a ratio above 1, or no loss.")
            case .jpegXL: (isDistance || self == .nothing, "Give a distance above 0, to 25, or no loss.")
            }
        guard isPossible else {
            throw ImagingError(code: .badArgument, problem: "\(transferSyntax) does not know such a loss.", remedy: remedy)
        }
    }

    private var isQuality: Bool { if case .quality(let quality) = self { (1...100).contains(quality) } else { false } }
    private var isNear: Bool { if case .near(let near) = self { (1...255).contains(near) } else { false } }
    private var isRatio: Bool { if case .ratio(let ratio) = self { ratio > 1 && ratio <= 10_000 } else { false } }
    private var isDistance: Bool { if case .distance(let distance) = self { distance > 0 && distance <= 25 } else { false } }
}
