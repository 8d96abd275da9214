/// One of the views of a frame that an object offers: a window or a table, by its number (PS3.3 C.11.2.1.1, C.11.2.1.2).
public struct VOIChoice: Sendable, Hashable {
    /// Window Center & Width Explanation (0028,1055), or LUT Explanation (0028,3003).
    public var explanation: String?
    /// The window; nil for a table, and for a window that the standard does not allow.
    public var window: VOIWindow?
}

extension Frame {
    /// The windows of the frame and then its VOI LUTs: the number of a view, counted from 0, is what ``RenderingOptions/VOI/stored(_:)`` takes.
    ///
    /// - Throws: ``ImagingError``: `invalidLUT` or `invalidImage`.
    public func voiChoices() throws(ImagingError) -> [VOIChoice] {
        do {
            return try GrayscaleAttributes(pixelData, frame: number).choices()
        } catch {
            throw ImagingError(translating: error, frame: number)
        }
    }

    /// Pixel Padding Value and Pixel Padding Range Limit (0028,0120), (0028,0121), or those of float pixels, as stored values (PS3.3 C.7.5.1.1.2);
    /// nil where the object names none.
    public func padding() throws(ImagingError) -> StoredValueRange? {
        do {
            return try GrayscaleAttributes(pixelData, frame: number).paddingRange()
        } catch {
            throw ImagingError(translating: error, frame: number)
        }
    }
}
