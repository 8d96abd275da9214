// Pixels FILE: the stored values of the first frame, and what they mean after rescale (Hounsfield units for CT).
import Hounsfield

let file = try DICOMFile(at: CommandLine.arguments[1])
let frame = try file.frame(0)
let cell = frame.pixelData.description

// Cells of 16 bits, little endian on every machine; those of 8 bits are a byte each.
let bytes = try frame.decoded()
var values: [Int] = []
switch frame.layout.bytesPerSample {
case 1:
    values = bytes.map { cell.isSigned ? Int(Int8(bitPattern: $0)) : Int($0) }
case 2:
    for index in stride(from: 0, to: bytes.count, by: 2) {
        let value = UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8
        values.append(cell.isSigned ? Int(Int16(bitPattern: value)) : Int(value))
    }
default:
    fatalError("This example reads cells of 8 and 16 bits.")
}

let slope = try file.dataSet.double(.rescaleSlope) ?? 1
let intercept = try file.dataSet.double(.rescaleIntercept) ?? 0
let unit = try file.dataSet.string(.rescaleType) ?? ""
func meaning(_ value: Int) -> String { "\(Double(value) * slope + intercept) \(unit)" }

print("\(cell.columns) × \(cell.rows) pixels, \(cell.bitsStored) bits of \(cell.bitsAllocated)")
print("smallest \(meaning(values.min() ?? 0)), largest \(meaning(values.max() ?? 0))")
print("in the middle \(meaning(values[(cell.rows / 2 * cell.columns + cell.columns / 2) * cell.samplesPerPixel]))")
