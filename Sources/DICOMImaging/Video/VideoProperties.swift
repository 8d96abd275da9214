/// What the headers of a video stream say of it.
public struct VideoProperties: Sendable, Hashable {
    public enum Codec: Sendable, Hashable {
        /// ISO/IEC 13818-2, Rec. ITU-T H.262.
        case mpeg2
        /// ISO/IEC 14496-10, Rec. ITU-T H.264.
        case avc
        /// ISO/IEC 23008-2, Rec. ITU-T H.265.
        case hevc
    }

    /// What the video's stream is wrapped in.
    public enum Container: Sendable, Hashable {
        /// Nothing: the elementary stream itself.
        case none
        /// MPEG-2 Transport Stream.
        case transportStream
        /// MPEG-2 Program Stream.
        case programStream
        /// ISO base media file, as MP4.
        case mp4
    }

    public var codec: Codec
    public var container: Container
    /// Of the picture that is shown.
    public var columns: Int
    public var rows: Int
    /// Pictures in a second; nil where the headers are silent.
    public var frameRate: Rate?
    /// The number of the profile: of MPEG-2 4 is Main; of AVC `profile_idc`, 100 is High; of HEVC `general_profile_idc`, 1 is Main, 2 Main 10.
    public var profile: Int
    /// The level as it is spoken: `4.1`; of MPEG-2 `Low`, `Main`, `High 1440` or `High`.
    public var level: String
    /// Bits of a sample.
    public var bitDepth: Int
    /// Pictures may be fields.
    public var isInterlaced: Bool
    /// Seconds, where the stream itself does not have to be read to know: of the frames that the object declares, at the rate above.
    public var duration: Double?

    /// A number of pictures in so many seconds, exactly.
    public struct Rate: Sendable, Hashable {
        public var numerator: Int
        public var denominator: Int

        public var value: Double { Double(numerator) / Double(denominator) }

        /// In lowest terms; nil where a part is not positive.
        init?(_ numerator: Int, _ denominator: Int) {
            guard numerator > 0, denominator > 0 else { return nil }
            var (a, b) = (numerator, denominator)
            while b != 0 { (a, b) = (b, a % b) }
            self.numerator = numerator / a
            self.denominator = denominator / a
        }
    }
}
