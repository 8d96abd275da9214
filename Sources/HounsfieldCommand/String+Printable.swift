extension String {
    /// With a picture in the place of each control character: what a file says must not steer the terminal.
    var printable: String {
        var scalars = UnicodeScalarView()
        for scalar in unicodeScalars {
            scalars.append(scalar.value < 0x20 ? Unicode.Scalar(0x2400 + scalar.value) ?? " " : scalar.value == 0x7F ? "\u{2421}" : scalar)
        }
        return String(scalars)
    }
}
