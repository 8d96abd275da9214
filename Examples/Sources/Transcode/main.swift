// Transcode IN OUT [SYNTAX]: brings an image into another transfer syntax, JPEG-LS Lossless by default, with each frame decoded again and compared.
import Hounsfield

let arguments = CommandLine.arguments
let syntax = arguments.count > 3 ? TransferSyntax(named: arguments[3]) : .jpegLSLossless
guard let syntax else { fatalError("\(arguments[3]) is no transfer syntax") }

let file = try DICOMFile(at: arguments[1])
let transcoder = Transcoder(to: syntax, options: TranscodingOptions(verifies: true))
let receipt = try await transcoder.transcode(file, to: arguments[2], framesAtOnce: 2)

print("\(receipt.from) to \(receipt.to): \(receipt.work.rawValue), \(receipt.frameCount) frames")
print("\(receipt.bytesBefore) bytes of pixels are \(receipt.bytesAfter) now, verified: \(receipt.isVerified)")

// The samples are those that they were, unless the receipt says otherwise.
if !receipt.isLossy {
    let (before, after) = (try file.frame(0).decoded(), try DICOMFile(at: arguments[2]).frame(0).decoded())
    precondition(before == after)
}
