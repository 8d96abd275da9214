// Annotate IMAGE.dcm STATE.dcm OUT.png: a presentation state for an image, with a window, a circle in its middle and words about it; written, read again and
// rendered.
import Foundation
import Hounsfield

let arguments = CommandLine.arguments
guard arguments.count == 4 else {
    FileHandle.standardError.write(Data("usage: Annotate IMAGE.dcm STATE.dcm OUT.png\n".utf8))
    exit(64)
}

let image = try DICOMFile(at: arguments[1])
let frame = try image.frame(0)
let middle = SIMD2(Double(frame.layout.columns) / 2, Double(frame.layout.rows) / 2)
let radius = middle.min() / 4

var content = PresentationStateContent(label: "EXAMPLE")
content.contentDescription = "A circle"
content.rescale = ("1", "-1024", "HU")
content.window = .init(centerText: "40", widthText: "400", explanation: "ABDOMEN")
content.layers = [GraphicLayer(name: "MARKS", order: 1, grayscaleValue: 0xFFFF, color: CIELabColor(lightness: 90, a: -20, b: 80))]
content.annotations = [
    GraphicAnnotation(
        layer: "MARKS", graphics: [GraphicObject(.circle, [middle, middle + SIMD2(radius, 0)])],
        texts: [TextObject("in the middle", at: .init(middle + SIMD2(0, radius), isVisible: true))])
]
let clock = DateFormatter()
clock.dateFormat = "yyyyMMddHHmmss"
let state = try content.dataSet(for: [image.dataSet], created: DateTime(parsing: clock.string(from: Date())))
try DICOMFile(state).write(to: arguments[2])

var options = RenderingOptions()
options.presentationState = try PresentationState(DICOMFile(at: arguments[2]).dataSet)
try Data(frame.rendered(with: options).png()).write(to: URL(fileURLWithPath: arguments[3]))
