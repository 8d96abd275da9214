/// Film between two optical densities on a light box, for Presentation LUT Shape LIN OD (PS3.3 C.11.6.1.2, PS3.4 H.4.8).
public struct FilmDensities: Sendable, Hashable {
    /// Min Density (2010,0120), in hundredths of OD as the attribute has them: white.
    public var minimum: Int
    /// Max Density (2010,0130): black.
    public var maximum: Int
    /// Illumination (2010,015E): the light box, cd/m².
    public var illumination: Double
    /// Reflected Ambient Light (2010,0160): cd/m².
    public var reflectedAmbientLight: Double

    /// The defaults are those of PS3.3 C.13.3 for illumination and ambient light.
    public init(minimum: Int = 20, maximum: Int = 300, illumination: Double = 2_000, reflectedAmbientLight: Double = 10) {
        self.minimum = minimum
        self.maximum = maximum
        self.illumination = illumination
        self.reflectedAmbientLight = reflectedAmbientLight
    }
}

extension PresentationLUT {
    /// LIN OD: what the VOI transform gives is an optical density, falling evenly from the largest to the smallest. The table has the P-values that
    /// look on a standard display as such a film does (PS3.14, PS3.4 H.4.8): luminance = ambient + illumination · 10^-density.
    ///
    /// - Returns: 4,096 entries of 16 bits.
    /// - Throws: `badArgument` for densities or lights that are none.
    public static func linearOpticalDensity(_ film: FilmDensities = FilmDensities()) throws(ImagingError) -> PresentationLUT {
        guard film.minimum >= 0, film.minimum < film.maximum, film.maximum <= 600, film.illumination > 0, film.illumination <= 1e6,
            film.reflectedAmbientLight >= 0, film.reflectedAmbientLight <= 1e6
        else {
            throw ImagingError(
                code: .badArgument, problem: "Densities from \(film.minimum) to \(film.maximum) on a light box are no film.",
                remedy: "Give hundredths of optical density, the smaller first, up to 600, and lights in cd/m².")
        }
        func index(_ hundredths: Double) -> Double {
            GrayscaleStandardDisplayFunction.index(
                ofLuminance: film.reflectedAmbientLight + film.illumination * exponential(-hundredths / 100 * 2.302_585_092_994_046))
        }
        let (black, white) = (index(Double(film.maximum)), index(Double(film.minimum)))
        guard black < white else {
            throw ImagingError(
                code: .badArgument, problem: "The film is all of one brightness as PS3.14 counts it.",
                remedy: "Give a light box between 0.05 and 4,000 cd/m².")
        }
        let entries = (0...4_095).map { place -> UInt16 in
            let density = Double(film.maximum) - Double(film.maximum - film.minimum) * Double(place) / 4_095
            return UInt16((index(density) - black) / (white - black) * 65_535 + 0.5)
        }
        return try PresentationLUT(entries: entries, bitsPerEntry: 16)
    }
}
