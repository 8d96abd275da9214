/// The modality values of the pixels of a region.
public struct RegionStatistics: Sendable, Hashable {
    /// Pixels that were counted.
    public var count: Int
    /// Pixels of the region that are padding (PS3.3 C.7.5.1.1.2) or not a number, and were left out.
    public var excluded: Int
    public var mean: Double
    /// The square root of the mean squared difference from the mean: that of these pixels, and not an estimate for others.
    public var standardDeviation: Double
    public var minimum: Double
    public var maximum: Double
    /// The unit of the values, as `HU`; nil where the object names none.
    public var unit: String?
}
