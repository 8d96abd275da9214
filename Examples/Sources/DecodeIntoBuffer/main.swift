// DecodeIntoBuffer FILE [MILLISECONDS]: the frames of a DICOM file, or the picture of a bare codestream, in one buffer whose rows begin at
// multiples of 256 bytes, as textures are uploaded. What is not ready in that time is given up.
import Foundation
import Hounsfield

/// The same samples with room behind each row.
func aligned(_ layout: SampleLayout) -> SampleLayout {
    var aligned = layout
    aligned.rowStride = (layout.columns * layout.samplesPerPixel * layout.bytesPerSample + 255) / 256 * 256
    return aligned
}

/// A codec writes into any layout: rows and planes go where the strides say.
func decode(_ source: [UInt8], _ format: CodestreamFormat, using workspace: inout CodecWorkspace) throws -> [UInt8] {
    let header = try format.header(of: source.span, using: &workspace)
    let layout = aligned(header.layout)
    guard let count = layout.byteCount, count <= workspace.limits.maximumBytes else { fatalError("The picture is too large.") }
    var buffer = [UInt8](repeating: 0, count: count)
    var target = buffer.mutableSpan
    try format.decode(source.span, layout: layout, using: &workspace, into: &target)
    print("\(format): \(layout.columns) × \(layout.rows) pixels of \(header.precision) bits")
    return buffer
}

/// A frame is decoded without gaps, in memory that all frames share; its rows are then put in their places.
func decode(_ file: DICOMFile, using workspace: inout CodecWorkspace) throws -> [UInt8] {
    let pixelData = try file.pixelData()
    let layout = aligned(pixelData.layout)
    guard let frameBytes = pixelData.layout.byteCount, let stride = layout.rowStride else { return [] }
    let rowBytes = frameBytes / layout.rows
    var buffer = [UInt8](repeating: 0, count: pixelData.frameCount * layout.rows * stride)
    var frame = [UInt8](repeating: 0, count: frameBytes)
    for number in 0..<pixelData.frameCount {
        guard try isDecoded(pixelData.frame(number), using: &workspace, into: &frame) else {
            print("given up after \(number) of \(pixelData.frameCount) frames")
            return buffer
        }
        for row in 0..<layout.rows {
            let start = (number * layout.rows + row) * stride
            buffer.replaceSubrange(start..<start + rowBytes, with: frame[row * rowBytes..<(row + 1) * rowBytes])
        }
    }
    print("\(pixelData.frameCount) frames of \(layout.columns) × \(layout.rows) pixels in \(file.transferSyntax)")
    return buffer
}

func decode(_ frame: Frame, using workspace: inout CodecWorkspace, into bytes: inout [UInt8]) throws {
    var target = bytes.mutableSpan
    try frame.decode(using: &workspace, into: &target)
}

/// False where the cancellation ended the decode, or forbade it.
func isDecoded(_ frame: Frame, using workspace: inout CodecWorkspace, into bytes: inout [UInt8]) throws -> Bool {
    if workspace.cancellation?.isCancelled == true { return false }
    do {
        try decode(frame, using: &workspace, into: &bytes)
        return true
    } catch let error as ImagingError where error.code == .cancelled {
        return false
    }
}

func run(_ path: String, milliseconds: Int?) throws {
    // Raised from wherever somebody decides that the pixels are not wanted any more: another thread, or a task that is cancelled.
    let cancellation = CodecCancellation()
    if milliseconds == 0 { cancellation.cancel() }
    if let milliseconds {
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { cancellation.cancel() }
    }
    // Memory that the codecs work in is taken once, by the frame that needs most.
    var workspace = CodecWorkspace(cancellation: cancellation)
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    let format = CodestreamFormat(of: bytes.span)
    let buffer =
        if let format { try decode(bytes, format, using: &workspace) } else { try decode(DICOMFile(at: path), using: &workspace) }
    print("\(buffer.count) bytes")
}

try run(CommandLine.arguments[1], milliseconds: CommandLine.arguments.dropFirst(2).first.flatMap(Int.init))
