public import DICOMData
internal import DICOMObjects

/// When each frame of a cine loop is to be shown (PS3.3 C.7.6.5, Cine Module).
public struct CineTiming: Sendable, Hashable {
    /// Where the times come from.
    public enum Source: Sendable, Hashable {
        /// Frame Time (0018,1063): the same from every frame to the next.
        case frameTime
        /// Frame Time Vector (0018,1065): one for each frame.
        case frameTimeVector
        /// Recommended Display Frame Rate (0008,2144).
        case recommendedRate
        /// Cine Rate (0018,0040).
        case cineRate
    }

    /// Milliseconds from the first frame to each one: as many as frames, from 0 on, never falling.
    public let starts: [Double]
    /// Milliseconds that the whole loop lasts: the last frame as long as the one before it, or as the rate says.
    public let duration: Double
    public let source: Source
    /// Start Trim (0008,2142) to Stop Trim (0008,2143), counted from 0; all frames where the object does not say.
    public let trim: ClosedRange<Int>

    /// The timing of an object's frames.
    ///
    /// What the frames were acquired with comes first: the increment that Frame Increment Pointer (0028,0009) points to, then Frame Time,
    /// Frame Time Vector, Recommended Display Frame Rate and Cine Rate, whichever of them makes sense.
    ///
    /// - Parameter frameCount: 1 … 2³¹ - 1, as the pixel data has them.
    /// - Returns: nil where the object gives no times.
    /// - Throws: ``ImagingError``: `badArgument` for a count that is none, `limitExceeded` for more than 16,777,216 frames.
    public init?(_ dataSet: DataSet, frameCount: Int) throws(ImagingError) {
        guard frameCount >= 1 else {
            throw ImagingError(code: .badArgument, problem: "\(frameCount) frames are no loop.", remedy: "Give the frames that there are.")
        }
        guard frameCount <= 1 << 24 else {
            throw ImagingError(
                code: .limitExceeded, problem: "A loop of \(frameCount) frames is not timed.",
                remedy: "Show its frames at a rate of your own.")
        }
        var order: [Source] = [.frameTime, .frameTimeVector, .recommendedRate, .cineRate]
        let pointers = (try? dataSet[.frameIncrementPointer]?.tags()) ?? []
        if pointers.contains(.frameTimeVector) { order = [.frameTimeVector, .frameTime, .recommendedRate, .cineRate] }
        for source in order {
            guard let (starts, duration) = Self.times(source, dataSet, frameCount) else { continue }
            self.starts = starts
            self.duration = duration
            self.source = source
            trim = Self.trim(dataSet, frameCount)
            return
        }
        return nil
    }

    /// The frame that is shown so many milliseconds after the loop began, again and again; the first for a time before it.
    public func frame(at milliseconds: Double) -> Int {
        guard duration > 0, milliseconds.isFinite, milliseconds > 0 else { return 0 }
        let time = milliseconds.truncatingRemainder(dividingBy: duration)
        // The last frame that begins at that time or before.
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= time { low = middle } else { high = middle }
        }
        return low
    }

    private static func times(_ source: Source, _ dataSet: DataSet, _ count: Int) -> ([Double], Double)? {
        switch source {
        case .frameTime: return even((try? dataSet.double(.frameTime)) ?? 0, count)
        case .recommendedRate: return even(1000 / ((try? dataSet.double(.recommendedDisplayFrameRate)) ?? 0), count)
        case .cineRate: return even(1000 / ((try? dataSet.double(.cineRate)) ?? 0), count)
        case .frameTimeVector:
            // The first increment is 0, and each is that from the frame before it (C.7.6.5).
            guard let vector = try? dataSet.doubles(.frameTimeVector), vector.count == count,
                vector.allSatisfy({ $0 >= 0 && $0 <= longest })
            else { return nil }
            var time = 0.0
            var starts = [0.0]
            starts.reserveCapacity(count)
            for increment in vector.dropFirst() {
                time += increment
                starts.append(time)
            }
            let last = vector.count > 1 ? vector[vector.count - 1] : vector[0]
            return (starts, time + last)
        }
    }

    private static func even(_ step: Double, _ count: Int) -> ([Double], Double)? {
        guard step > 0, step <= longest else { return nil }
        return ((0..<count).map { Double($0) * step }, Double(count) * step)
    }

    /// An hour for one frame: what is longer is no time that was meant.
    private static let longest = 3.6e6

    private static func trim(_ dataSet: DataSet, _ count: Int) -> ClosedRange<Int> {
        let first = ((try? dataSet.integer(.startTrim)) ?? nil) ?? 1
        let last = ((try? dataSet.integer(.stopTrim)) ?? nil) ?? count
        guard first >= 1, last <= count, first <= last else { return 0...count - 1 }
        return first - 1...last - 1
    }
}
