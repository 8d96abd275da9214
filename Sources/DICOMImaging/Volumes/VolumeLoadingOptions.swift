/// How slices become voxels, and how much memory that may take.
public struct VolumeLoadingOptions: Sendable {
    /// What to do with slices that are not as far apart everywhere.
    public enum UnevenSpacing: Sendable, Hashable {
        /// Throws `irregularVolume`: nothing is shown where nothing was acquired.
        case refused
        /// Makes slices at the median distance, each between the two that were acquired beside its place. Gaps are bridged.
        case interpolated
    }

    /// Bytes of the volume and of what is worked in beside it; checked before any of it is taken.
    public var maximumBytes = 1 << 32
    /// Slices that are decoded at a time: at most so many, and one where two would take more than a tenth of the volume to work in.
    public var workers = 2
    public var unevenSpacing = UnevenSpacing.refused
    /// Called from time to time with the slices that are done, and how many there will be. From any thread.
    public var progress: (@Sendable (_ done: Int, _ total: Int) -> Void)?

    public init() {}
}
