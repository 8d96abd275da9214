/// Which byte of a number comes first (PS3.5 7.3).
@usableFromInline
package enum ByteOrder: UInt8, Sendable {
    case little
    case big

    package var opposite: Self { self == .little ? .big : .little }
}
