// PresentationSheet OUT.png: images of our own making in every kind of pixels, and what presentation states, overlays and layers make of them, on one
// sheet. Each picture has its caption drawn by a presentation state too.
import Foundation
import Hounsfield

guard CommandLine.arguments.count == 2 else {
    FileHandle.standardError.write(Data("usage: PresentationSheet OUT.png\n".utf8))
    exit(64)
}

var sheet = Sheet(columns: 5)

// Kinds of pixels.
for photometric in ["MONOCHROME2", "MONOCHROME1"] {
    try sheet.add(photometric, Phantom.grey(photometric)) { $0.isInverse = photometric == "MONOCHROME1" }
}
for photometric in ["RGB", "YBR_FULL", "PALETTE COLOR"] { try sheet.add(photometric, Phantom.color(photometric), kind: .color) }

// Values.
let image = try Phantom.grey("MONOCHROME2")
try sheet.add("LINEAR 40/400", image) { $0.window = .init(centerText: "40", widthText: "400") }
try sheet.add("SIGMOID", image) { $0.window = .init(centerText: "0", widthText: "1200", function: "SIGMOID") }
try sheet.add("INVERSE", image) { $0.isInverse = true }
try sheet.add("Pseudo-colour", image, kind: .pseudoColor) { $0.palette = try Phantom.hotPalette() }
let superimposed = try Phantom.grey("MONOCHROME2", instance: "2.25.2", offset: 14)
try sheet.add("Blending", state: Phantom.blending(image, superimposed), of: image, layers: [.frame(superimposed.frame(0))])

// What covers and what lies over.
try sheet.add("Shutter, two shapes", image) {
    $0.shutter = DisplayShutter(
        rectangle: .init(left: 12, right: 96, upper: 24, lower: 120), circle: .init(center: SIMD2(64, 64), radius: 52),
        presentationValue: 0x3000)
}
try sheet.add("Polygonal shutter", image) {
    $0.shutter = DisplayShutter(
        polygon: [SIMD2(64, 8), SIMD2(120, 48), SIMD2(98, 118), SIMD2(30, 118), SIMD2(8, 48)],
        presentationColor: CIELabColor(lightness: 30, a: 5, b: -40))
}
try sheet.add("Bitmap shutter", image) {
    $0.overlays = try Phantom.overlay(group: 0x6000) { column, row in (column / 16 + row / 16) % 2 == 0 && row < 64 }
    $0.shutter = DisplayShutter(overlayGroup: 0x6000, presentationValue: 0x2000)
}
try sheet.add("Overlay", image) {
    $0.overlays = try Phantom.overlay(group: 0x6000) { column, row in
        let distance = (column - 64) * (column - 64) + (row - 34) * (row - 34)
        return (180...240).contains(distance)
    }
    $0.overlayActivations = [0x6000: "MARKS"]
}
try sheet.add("Segmentation", image, layers: [.segmentation(Phantom.segmentation(image))])
try sheet.add("Parametric map", image, layers: [.parametricMap(Phantom.parametricMap(image), palette: Phantom.palette(), opacity: 0.6)])

// Where it is shown.
try sheet.add("Rotated by 90°", image) { $0.spatialTransformation = SpatialTransformation(quarterTurns: 1) }
try sheet.add("Flipped", image) { $0.spatialTransformation = SpatialTransformation(isFlipped: true) }
try sheet.add("Displayed area", image) {
    $0.displayedAreas = [DisplayedArea(from: SIMD2(65, 33), to: SIMD2(128, 96))]
}
try sheet.add("Pixels 2 : 1", image) {
    $0.displayedAreas = [DisplayedArea(from: SIMD2(33, 1), to: SIMD2(96, 128), aspectRatio: SIMD2(1, 2))]
}

// Graphics and text.
try sheet.add(
    "Graphics", image,
    graphics: [
        GraphicObject(.circle, [SIMD2(92, 64), SIMD2(104, 64)]),
        GraphicObject(.ellipse, [SIMD2(20, 64), SIMD2(56, 64), SIMD2(38, 52), SIMD2(38, 76)]),
        GraphicObject(.interpolated, [SIMD2(20, 100), SIMD2(44, 92), SIMD2(64, 110), SIMD2(84, 92), SIMD2(108, 100)]),
        GraphicObject(.polyline, [SIMD2(50, 22), SIMD2(78, 22), SIMD2(78, 46), SIMD2(50, 46), SIMD2(50, 22)]),
        GraphicObject(.point, [SIMD2(64, 64)]),
    ])
try sheet.add(
    "Filled", image,
    graphics: [
        GraphicObject(.polyline, [SIMD2(64, 50), SIMD2(78, 78), SIMD2(50, 78), SIMD2(64, 50)], isFilled: true),
        GraphicObject(.ellipse, [SIMD2(84, 30), SIMD2(108, 42), SIMD2(93, 42), SIMD2(99, 30)], isFilled: true),
    ])
try sheet.add(
    "Text and anchors", image,
    texts: [
        TextObject("12.5 mm²", in: .init(from: SIMD2(6, 26), to: SIMD2(50, 34)), at: .init(SIMD2(64, 36), isVisible: true)),
        TextObject("Größe\nλόγος\nСнимок", in: .init(from: SIMD2(84, 72), to: SIMD2(124, 112), justification: .right)),
        TextObject("-1000 ± 12 HU", at: .init(SIMD2(6, 118))),
    ])
try sheet.add(
    "Turned, text upright", image, texts: [TextObject("L", at: .init(SIMD2(104, 84)))],
    graphics: [
        GraphicObject(.polyline, [SIMD2(38, 64), SIMD2(92, 64)])
    ]
) { $0.spatialTransformation = SpatialTransformation(quarterTurns: 3, isFlipped: true) }
try sheet.add("Colour state", Phantom.color("RGB"), kind: .color, graphics: [GraphicObject(.circle, [SIMD2(64, 64), SIMD2(64, 40)])])

try Data(sheet.picture().png()).write(to: URL(fileURLWithPath: CommandLine.arguments[1]))
